package assay.gpu.emulator.load;

import assay.gpu.ptx.Guard;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Parameter;
import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Type;
import assay.gpu.ptx.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces calls by the bodies of the functions they call, so that a kernel is one flat list.
 *
 * <p>A callee's parameters become the caller's argument variables; its {@code ret} a branch behind
 * the call. Recursion and calls of functions without a body cannot be inlined.
 */
final class Inliner {

  private record Emitted(Instruction instruction, int[] positions) {}

  /** One function on its way into the list. */
  private record Frame(
      PtxFunction function, Map<Register, Register> registers, Map<Parameter, Operand> arguments) {}

  private final PtxModule module;
  private final List<Emitted> code = new ArrayList<>();
  private final List<Register> registers = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final Deque<String> stack = new ArrayDeque<>();
  private final List<String> problems;

  /**
   * @param problems where calls that cannot be inlined are noted
   */
  Inliner(PtxModule module, List<String> problems) {
    this.module = module;
    this.problems = problems;
  }

  /** The kernel with every call replaced; it ends with {@code ret}. */
  PtxFunction flatten(PtxFunction entry) {
    emit(entry, Map.of());
    code.add(new Emitted(ret(entry.line()), new int[0]));
    List<Instruction> body = code.stream().map(Inliner::placed).toList();
    return new PtxFunction(
        entry.name(),
        true,
        List.of(),
        entry.parameters(),
        registers,
        variables,
        body,
        entry.directives(),
        entry.line());
  }

  private static Instruction ret(int line) {
    return new Instruction("ret", List.of(), Optional.empty(), List.of(), line, Optional.empty());
  }

  private void emit(PtxFunction function, Map<Parameter, Operand> arguments) {
    stack.push(function.name());
    variables.addAll(function.variables());
    Frame frame = new Frame(function, renumbered(function), arguments);
    int[] positions = new int[function.body().size() + 1];
    for (int i = 0; i < function.body().size(); i++) {
      positions[i] = code.size();
      emit(function.body().get(i), frame, positions);
    }
    positions[function.body().size()] = code.size();
    stack.pop();
  }

  private Map<Register, Register> renumbered(PtxFunction function) {
    Map<Register, Register> map = new HashMap<>();
    for (Register register : function.registers()) {
      Register fresh = new Register(register.name(), register.type(), registers.size());
      registers.add(fresh);
      map.put(register, fresh);
    }
    return map;
  }

  private void emit(Instruction instruction, Frame frame, int[] positions) {
    boolean nested = stack.size() > 1;
    if (instruction.opcode().equals("call")) {
      call(instruction, frame);
    } else if (nested && instruction.opcode().equals("ret")) {
      Operand end = new Operand.Label("end of " + frame.function.name(), positions.length - 1);
      code.add(new Emitted(copy(instruction, "bra", List.of(end), frame), positions));
    } else {
      List<Operand> operands = instruction.operands().stream().map(o -> renamed(o, frame)).toList();
      code.add(new Emitted(copy(instruction, instruction.opcode(), operands, frame), positions));
    }
  }

  private static Instruction copy(
      Instruction old, String opcode, List<Operand> operands, Frame frame) {
    return new Instruction(
        opcode, old.modifiers(), guard(old, frame), operands, old.line(), old.source());
  }

  private static Optional<Guard> guard(Instruction old, Frame frame) {
    return old.guard()
        .map(g ->
            new Guard(frame.registers.getOrDefault(g.predicate(), g.predicate()), g.negated()));
  }

  private static Operand renamed(Operand operand, Frame frame) {
    return switch (operand) {
      case Operand.Reg(Register register) ->
          new Operand.Reg(frame.registers.getOrDefault(register, register));
      case Operand.ParameterName(Parameter parameter) ->
          frame.arguments.getOrDefault(parameter, operand);
      case Operand.Address(Operand base, long offset) ->
          new Operand.Address(renamed(base, frame), offset);
      case Operand.Vector(List<Operand> elements) ->
          new Operand.Vector(elements.stream().map(e -> renamed(e, frame)).toList());
      case Operand.Arguments(List<Operand> list) ->
          new Operand.Arguments(list.stream().map(e -> renamed(e, frame)).toList());
      case Operand.Pair(Operand first, Operand second) ->
          new Operand.Pair(renamed(first, frame), renamed(second, frame));
      case Operand.Not(Operand inner) -> new Operand.Not(renamed(inner, frame));
      default -> operand;
    };
  }

  private void call(Instruction call, Frame frame) {
    List<Operand> given = given(call, frame);
    Optional<String> name = callee(call);
    Optional<PtxFunction> callee = name.flatMap(module::function);
    Optional<SystemCall> system =
        callee.isEmpty() ? name.flatMap(SystemCall::of) : Optional.empty();
    if (system.isPresent()) {
      system(system.get(), call, given, frame);
      return;
    }
    Optional<String> reason = callee.map(f -> refusal(f, call)).orElse(Optional.of(unknown(call)));
    if (reason.isPresent()) {
      problems.add("line %d: %s".formatted(call.line(), reason.get()));
      return;
    }
    PtxFunction function = callee.orElseThrow();
    List<Parameter> wanted = new ArrayList<>(function.results());
    wanted.addAll(function.parameters());
    Map<Parameter, Operand> arguments = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      arguments.put(wanted.get(i), given.get(i));
    }
    emit(function, arguments);
  }

  private static List<Operand> given(Instruction call, Frame frame) {
    List<Operand> given = new ArrayList<>();
    for (Operand operand : call.operands()) {
      if (operand instanceof Operand.Arguments(List<Operand> list)) {
        list.forEach(o -> given.add(renamed(o, frame)));
      }
    }
    return given;
  }

  private void system(SystemCall callee, Instruction call, List<Operand> given, Frame frame) {
    if (!given.stream().allMatch(Inliner::isArgumentVariable) || !callee.takes(given.size())) {
      problems.add("line %d: %s".formatted(call.line(), callee.refusal()));
      return;
    }
    Optional<Guard> guard = guard(call, frame);
    for (SystemCall.Part part : callee.parts(given, this::register)) {
      code.add(
          new Emitted(
              new Instruction(
                  part.opcode(),
                  part.modifiers(),
                  guard,
                  part.operands(),
                  call.line(),
                  call.source()),
              new int[0]));
    }
  }

  private Operand register(Type type) {
    Register fresh = new Register("of a call", type, registers.size());
    registers.add(fresh);
    return new Operand.Reg(fresh);
  }

  private static Optional<String> callee(Instruction call) {
    return call.operands().stream()
        .filter(Operand.FunctionName.class::isInstance)
        .map(Operand::toString)
        .findFirst();
  }

  private static String unknown(Instruction call) {
    return callee(call)
        .map(name -> "call of %s, which has no body in this module".formatted(name))
        .orElse("indirect calls are not supported");
  }

  private Optional<String> refusal(PtxFunction function, Instruction call) {
    if (stack.contains(function.name())) {
      return Optional.of("recursive call of %s is not supported".formatted(function.name()));
    }
    if (call.guard().isPresent()) {
      return Optional.of("call with a guard is not supported");
    }
    long variablesGiven =
        call.operands().stream()
            .filter(Operand.Arguments.class::isInstance)
            .flatMap(o -> ((Operand.Arguments) o).list().stream())
            .filter(Inliner::isArgumentVariable)
            .count();
    return variablesGiven == function.results().size() + function.parameters().size()
        ? Optional.empty()
        : Optional.of("arguments of %s are not .param variables".formatted(function.name()));
  }

  private static boolean isArgumentVariable(Operand operand) {
    return operand instanceof Operand.ParameterName
        || (operand instanceof Operand.VariableName(Variable variable)
            && variable.space() == StateSpace.PARAM);
  }

  private static Instruction placed(Emitted emitted) {
    Instruction old = emitted.instruction;
    List<Operand> operands =
        old.operands().stream()
            .map(o ->
                o instanceof Operand.Label(String name, int target)
                    ? new Operand.Label(name, emitted.positions[target])
                    : o)
            .toList();
    return new Instruction(
        old.opcode(), old.modifiers(), old.guard(), operands, old.line(), old.source());
  }
}
