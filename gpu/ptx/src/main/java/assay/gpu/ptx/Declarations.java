package assay.gpu.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads declarations of registers, variables and parameters. PTX ISA 5.4. */
final class Declarations {

  private static final int MOST_REGISTERS = 1 << 20;

  private final TokenStream tokens;

  Declarations(TokenStream tokens) {
    this.tokens = tokens;
  }

  /** {@code .b32 %r<5>, %x;} after {@code .reg}. */
  void registers(List<Register> all, Scope scope) {
    Type type = type();
    do {
      Token name = tokens.word();
      if (tokens.take("<")) {
        numberedRegisters(type, name, all, scope);
      } else {
        register(type, name.text(), name.line(), all, scope);
      }
    } while (tokens.take(","));
    tokens.expect(";");
  }

  private void numberedRegisters(Type type, Token name, List<Register> all, Scope scope) {
    long count = tokens.integer();
    tokens.expect(">");
    if (count < 0 || count > MOST_REGISTERS) {
      throw new PtxSyntaxError(
          name.line(),
          "%s<%d> is not between 0 and %d registers."
              .formatted(name.text(), count, MOST_REGISTERS));
    }
    for (int i = 0; i < count; i++) {
      register(type, name.text() + i, name.line(), all, scope);
    }
  }

  private static void register(Type type, String name, int line, List<Register> all, Scope scope) {
    Register register = new Register(name, type, all.size());
    all.add(register);
    scope.declare(name, new Operand.Reg(register), line);
  }

  /** {@code .align 4 .b8 name[16] = {…};} after the state space. */
  List<Variable> variables(StateSpace space) {
    List<Variable> variables = new ArrayList<>();
    Attributes attributes = attributes();
    do {
      variables.add(variable(space, attributes));
    } while (tokens.take(","));
    tokens.expect(";");
    return variables;
  }

  private Variable variable(StateSpace space, Attributes attributes) {
    Token name = tokens.word();
    long elements = Math.multiplyExact(attributes.vector, dimensions(name));
    List<Long> initial = tokens.take("=") ? initialiser(attributes.type) : List.of();
    long sized = elements == 0 ? initial.size() : elements;
    return new Variable(
        name.text(), space, attributes.type, attributes.align(), sized, initial, name.line());
  }

  /** {@code .param .u64 .ptr .global .align 8 name} inside parentheses. */
  Parameter parameter() {
    tokens.expect(".param");
    Attributes attributes = attributes();
    Token name = tokens.word();
    long bytes = attributes.vector * dimensions(name) * attributes.type.bytes();
    return new Parameter(name.text(), attributes.type, (int) bytes, attributes.align());
  }

  List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    tokens.expect("(");
    while (!tokens.take(")")) {
      parameters.add(parameter());
      if (!tokens.take(",") && !tokens.nextIs(")")) {
        throw TokenStream.unexpected(tokens.next(), "',' or ')'");
      }
    }
    return parameters;
  }

  private record Attributes(Type type, long vector, int declaredAlign) {
    int align() {
      return declaredAlign > 0 ? declaredAlign : (int) (type.bytes() * vector);
    }
  }

  /** A pointer's own alignment, after {@code .ptr}, says nothing about the parameter. */
  private Attributes attributes() {
    int align = 0;
    long vector = 1;
    Optional<Type> type = Optional.empty();
    boolean pointer = false;
    while (tokens.peek().kind() == Token.Kind.WORD && tokens.peek().text().startsWith(".")) {
      Token word = tokens.next();
      switch (word.text()) {
        case ".align" -> align = pointer ? skipNumber(align) : (int) tokens.integer();
        case ".ptr" -> pointer = true;
        case ".v2" -> vector = 2;
        case ".v4" -> vector = 4;
        case ".const", ".global", ".local", ".shared" -> {}
        case ".attribute" -> tokens.skipPast(")");
        default -> type = Optional.of(typeOf(word));
      }
    }
    Token after = tokens.peek();
    return new Attributes(
        type.orElseThrow(() -> TokenStream.unexpected(after, "a type")), vector, align);
  }

  private int skipNumber(int unchanged) {
    tokens.integer();
    return unchanged;
  }

  private Type type() {
    return typeOf(tokens.word());
  }

  private static Type typeOf(Token word) {
    return Type.named(word.text().replaceFirst("^\\.", ""))
        .orElseThrow(() -> TokenStream.unexpected(word, "a type"));
  }

  private long dimensions(Token name) {
    long elements = 1;
    while (tokens.take("[")) {
      if (tokens.take("]")) {
        elements = 0;
        continue;
      }
      elements = elements * tokens.integer();
      tokens.expect("]");
    }
    if (elements < 0 || elements > Integer.MAX_VALUE) {
      throw new PtxSyntaxError(
          name.line(), "'%s' has more than 2147483647 elements.".formatted(name.text()));
    }
    return elements;
  }

  private List<Long> initialiser(Type type) {
    List<Long> bits = new ArrayList<>();
    initialValues(type, bits);
    return bits;
  }

  private void initialValues(Type type, List<Long> bits) {
    if (!tokens.take("{")) {
      bits.add(initialValue(type));
      return;
    }
    tokens.enter();
    while (!tokens.take("}")) {
      initialValues(type, bits);
      if (!tokens.take(",") && !tokens.nextIs("}")) {
        throw TokenStream.unexpected(tokens.next(), "',' or '}'");
      }
    }
    tokens.leave();
  }

  private long initialValue(Type type) {
    boolean negative = tokens.take("-");
    Token token = tokens.next();
    if (token.kind() != Token.Kind.NUMBER) {
      throw TokenStream.unexpected(token, "a number (addresses in initialisers are not supported)");
    }
    return switch (Literals.constant(token, negative)) {
      case Operand.Int(long value) -> value;
      case Operand.Float32(int value) -> value;
      case Operand.Float64(long value) when type == Type.F32 ->
          Float.floatToRawIntBits((float) Double.longBitsToDouble(value));
      case Operand.Float64(long value) -> value;
      case Operand other -> throw new IllegalStateException("not a constant: " + other);
    };
  }
}
