package assay.gpu.ptx;

import java.util.List;
import java.util.Set;

/** Replaces names by what they mean in a scope. */
final class Resolver {

  private final Scope scope;
  private final Set<String> functions;
  private final int line;

  Resolver(Scope scope, Set<String> functions, int line) {
    this.scope = scope;
    this.functions = functions;
    this.line = line;
  }

  List<Operand> resolve(List<Operand> operands) {
    return operands.stream().map(this::resolve).toList();
  }

  private Operand resolve(Operand operand) {
    return switch (operand) {
      case Operand.FunctionName(String name) -> named(name);
      case Operand.Address(Operand base, long offset) -> new Operand.Address(resolve(base), offset);
      case Operand.Vector(List<Operand> elements) -> new Operand.Vector(resolve(elements));
      case Operand.Arguments(List<Operand> list) -> new Operand.Arguments(resolve(list));
      case Operand.Pair(Operand first, Operand second) ->
          new Operand.Pair(resolve(first), resolve(second));
      case Operand.Not(Operand inner) -> new Operand.Not(resolve(inner));
      case Operand.Reg r -> r;
      case Operand.Int i -> i;
      case Operand.Float32 f -> f;
      case Operand.Float64 d -> d;
      case Operand.Special s -> s;
      case Operand.VariableName v -> v;
      case Operand.ParameterName p -> p;
      case Operand.Label l -> l;
      case Operand.Sink s -> s;
    };
  }

  private Operand named(String name) {
    if (functions.contains(name)) {
      return scope.find(name).orElse(new Operand.FunctionName(name));
    }
    return scope
        .find(name)
        .orElseThrow(() -> new PtxSyntaxError(line, "'%s' is not declared here.".formatted(name)));
  }
}
