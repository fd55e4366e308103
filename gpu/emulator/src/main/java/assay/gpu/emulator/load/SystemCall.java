package assay.gpu.emulator.load;

import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Functions that the GPU brings and no module has a body for. Their arguments are loaded, an
 * instruction that PTX does not know does the work, and its result is stored.
 */
enum SystemCall {
  /** Of {@code printf}: the format and the packed arguments, both generic addresses. */
  PRINT("vprintf", Optional.of(Type.B32), List.of(Type.B64, Type.B64)),

  /** Of {@code assert}: message, file, line, function, bytes per character. */
  FAIL("__assertfail", Optional.empty(), List.of(Type.B64, Type.B64, Type.B32, Type.B64, Type.B64));

  /** An instruction in place of the call, or of a part of it. */
  record Part(String opcode, List<String> modifiers, List<Operand> operands) {}

  private final String function;
  private final Optional<Type> result;
  private final List<Type> arguments;

  SystemCall(String function, Optional<Type> result, List<Type> arguments) {
    this.function = function;
    this.result = result;
    this.arguments = arguments;
  }

  static Optional<SystemCall> of(String function) {
    return Arrays.stream(values()).filter(call -> call.function.equals(function)).findFirst();
  }

  boolean takes(int count) {
    return count == arguments.size() + result.stream().count();
  }

  String refusal() {
    return "%s takes %d .param variables for its arguments and %d for results"
        .formatted(function, arguments.size(), result.stream().count());
  }

  /**
   * What stands for a call.
   *
   * @param given variables for the result, if there is one, and the arguments
   * @param register makes a new one
   */
  List<Part> parts(List<Operand> given, Function<Type, Operand> register) {
    List<Part> parts = new ArrayList<>();
    List<Operand> operands = new ArrayList<>();
    result.ifPresent(type -> operands.add(register.apply(type)));
    for (Type type : arguments) {
      Operand to = register.apply(type);
      parts.add(access("ld", type, to, address(given.get(operands.size()))));
      operands.add(to);
    }
    parts.add(new Part("call", List.of(function), operands));
    result.ifPresent(
        type -> parts.add(access("st", type, address(given.getFirst()), operands.getFirst())));
    return parts;
  }

  private static Operand address(Operand variable) {
    return new Operand.Address(variable, 0);
  }

  private static Part access(String opcode, Type type, Operand to, Operand from) {
    String name = "b" + type.bits();
    return new Part(opcode, List.of("param", name), List.of(to, from));
  }
}
