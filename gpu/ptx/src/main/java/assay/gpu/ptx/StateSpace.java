package assay.gpu.ptx;

import java.util.Locale;
import java.util.Optional;

/** Where a variable lives. PTX ISA 5.1. */
public enum StateSpace {
  CONST,
  GLOBAL,
  LOCAL,
  PARAM,
  SHARED;

  /** The space of this name, without the dot: {@code shared}. */
  public static Optional<StateSpace> named(String name) {
    for (StateSpace space : values()) {
      if (space.toString().equals(name)) {
        return Optional.of(space);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
