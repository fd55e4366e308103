package assay.gpu.ptx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the directives of a module. PTX ISA 11. */
final class ModuleParser {

  private final TokenStream tokens;
  private final SourceFiles files;
  private final Declarations declarations;
  private final Scope scope = new Scope(null);
  private final Set<String> functionNames = new HashSet<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<PtxFunction> functions = new ArrayList<>();
  private String version = "";
  private String target = "";
  private int addressBits = 64;

  ModuleParser(List<Token> tokens) {
    this.tokens = new TokenStream(tokens);
    this.files = new SourceFiles(tokens);
    this.declarations = new Declarations(this.tokens);
  }

  PtxModule module() {
    if (!tokens.nextIs(".version")) {
      throw new PtxSyntaxError(tokens.peek().line(), "the text does not begin with '.version'.");
    }
    while (!tokens.atEnd()) {
      directive(tokens.word());
    }
    if (target.isEmpty()) {
      throw new PtxSyntaxError(tokens.peek().line(), "the text has no '.target'.");
    }
    return new PtxModule(version, target, addressBits, variables, functions);
  }

  private void directive(Token word) {
    switch (word.text()) {
      case ".version" -> version = tokens.next().text();
      case ".target" -> target();
      case ".address_size" -> addressBits = (int) tokens.integer();
      case ".visible", ".extern", ".weak", ".common" -> {}
      case ".entry" -> function(true);
      case ".func" -> function(false);
      case ".file", ".loc" -> tokens.restOfLine(word.line());
      case ".section" -> section();
      case ".pragma" -> tokens.skipPast(";");
      default -> variable(word);
    }
  }

  private void target() {
    target = tokens.word().text();
    while (tokens.take(",")) {
      tokens.word();
    }
  }

  private void section() {
    tokens.next();
    tokens.skipBraces();
  }

  private void variable(Token word) {
    Optional<StateSpace> space = StateSpace.named(word.text().replaceFirst("^\\.", ""));
    if (space.isEmpty() || space.get() == StateSpace.PARAM) {
      throw TokenStream.unexpected(word, "a directive");
    }
    for (Variable variable : declarations.variables(space.get())) {
      variables.add(variable);
      scope.declare(variable.name(), new Operand.VariableName(variable), variable.line());
    }
  }

  private void function(boolean entry) {
    FunctionParser parser = new FunctionParser(tokens, scope, functionNames, files);
    functions.add(parser.function(entry));
  }
}
