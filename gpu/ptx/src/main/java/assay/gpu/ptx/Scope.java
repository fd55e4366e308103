package assay.gpu.ptx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What names mean between one pair of braces; an inner scope hides the outer. PTX ISA 4.1. */
final class Scope {

  private final @Nullable Scope outer;
  private final Map<String, Operand> names = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  void declare(String name, Operand meaning, int line) {
    if (names.putIfAbsent(name, meaning) != null) {
      throw new PtxSyntaxError(line, "'%s' is declared twice in one scope.".formatted(name));
    }
  }

  Optional<Operand> find(String name) {
    Operand here = names.get(name);
    if (here != null) {
      return Optional.of(here);
    }
    return outer == null ? Optional.empty() : outer.find(name);
  }
}
