package assay.gpu.ptx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one function: header, declarations, labels, instructions. PTX ISA 4.3 and 11.1. */
final class FunctionParser {

  private final TokenStream tokens;
  private final Set<String> functionNames;
  private final SourceFiles files;
  private final Declarations declarations;
  private final OperandParser operands;
  private final Scope parameterScope;

  private final Map<String, List<Integer>> directives = new LinkedHashMap<>();
  private final List<Register> registers = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<Instruction> body = new ArrayList<>();
  private final List<Scope> scopeOf = new ArrayList<>();
  private Optional<String> source = Optional.empty();

  FunctionParser(TokenStream tokens, Scope module, Set<String> functionNames, SourceFiles files) {
    this.tokens = tokens;
    this.functionNames = functionNames;
    this.files = files;
    this.declarations = new Declarations(tokens);
    this.operands = new OperandParser(tokens);
    this.parameterScope = new Scope(module);
  }

  PtxFunction function(boolean entry) {
    List<Parameter> results = tokens.nextIs("(") ? declarations.parameters() : List.of();
    Token name = tokens.word();
    functionNames.add(name.text());
    List<Parameter> parameters = tokens.nextIs("(") ? declarations.parameters() : List.of();
    declare(results, name.line());
    declare(parameters, name.line());
    performanceDirectives();
    if (!tokens.take(";")) {
      tokens.expect("{");
      block(new Scope(parameterScope));
    }
    return new PtxFunction(
        name.text(),
        entry,
        results,
        parameters,
        registers,
        variables,
        resolved(),
        directives,
        name.line());
  }

  private void declare(List<Parameter> parameters, int line) {
    for (Parameter parameter : parameters) {
      parameterScope.declare(parameter.name(), new Operand.ParameterName(parameter), line);
    }
  }

  private void performanceDirectives() {
    while (!tokens.nextIs("{") && !tokens.nextIs(";")) {
      Token word = tokens.word();
      if (!word.text().startsWith(".")) {
        throw TokenStream.unexpected(word, "'{'");
      }
      directives.put(word.text().substring(1), numbers());
    }
  }

  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    while (tokens.peek().kind() == Token.Kind.NUMBER) {
      numbers.add((int) tokens.integer());
      tokens.take(",");
    }
    return numbers;
  }

  private void block(Scope scope) {
    tokens.enter();
    while (!tokens.take("}")) {
      if (tokens.take("{")) {
        block(new Scope(scope));
      } else {
        statement(scope);
      }
    }
    tokens.leave();
  }

  private void statement(Scope scope) {
    if (tokens.nextIs("@")) {
      instruction(scope);
      return;
    }
    Token word = tokens.peek();
    if (word.kind() == Token.Kind.WORD && tokens.peekAfter().is(":")) {
      label(scope);
    } else if (word.kind() == Token.Kind.WORD && word.text().startsWith(".")) {
      tokens.next();
      directive(word, scope);
    } else {
      instruction(scope);
    }
  }

  private void label(Scope scope) {
    Token name = tokens.word();
    tokens.expect(":");
    scope.declare(name.text(), new Operand.Label(name.text(), body.size()), name.line());
  }

  private void directive(Token word, Scope scope) {
    switch (word.text()) {
      case ".reg" -> declarations.registers(registers, scope);
      case ".loc" -> source = files.place(tokens.restOfLine(word.line()));
      case ".pragma", ".callprototype", ".branchtargets", ".calltargets" -> tokens.skipPast(";");
      case ".extern", ".visible", ".weak" -> {}
      default -> variables(word, scope);
    }
  }

  private void variables(Token word, Scope scope) {
    StateSpace space =
        StateSpace.named(word.text().substring(1))
            .orElseThrow(() -> TokenStream.unexpected(word, "a directive or an instruction"));
    for (Variable variable : declarations.variables(space)) {
      variables.add(variable);
      scope.declare(variable.name(), new Operand.VariableName(variable), variable.line());
    }
  }

  private void instruction(Scope scope) {
    Optional<Guard> guard = tokens.take("@") ? Optional.of(guard(scope)) : Optional.empty();
    Token word = tokens.word();
    String[] parts = word.text().split("\\.", -1);
    List<Operand> list = operands.list();
    tokens.expect(";");
    List<String> modifiers = List.of(parts).subList(1, parts.length);
    body.add(new Instruction(parts[0], modifiers, guard, list, word.line(), source));
    scopeOf.add(scope);
  }

  private Guard guard(Scope scope) {
    boolean negated = tokens.take("!");
    Token name = tokens.word();
    return switch (scope.find(name.text()).orElse(new Operand.Sink())) {
      case Operand.Reg(Register register) when register.type() == Type.PRED ->
          new Guard(register, negated);
      case Operand other ->
          throw new PtxSyntaxError(
              name.line(), "the guard '%s' is not a predicate register.".formatted(name.text()));
    };
  }

  /** Names are resolved last, because a label may be used before it stands. */
  private List<Instruction> resolved() {
    List<Instruction> list = new ArrayList<>(body.size());
    for (int i = 0; i < body.size(); i++) {
      Instruction instruction = body.get(i);
      Resolver resolver = new Resolver(scopeOf.get(i), functionNames, instruction.line());
      list.add(instruction.with(resolver.resolve(instruction.operands())));
    }
    return list;
  }
}
