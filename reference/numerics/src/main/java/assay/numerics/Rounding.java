package assay.numerics;

/**
 * In which direction a number between two neighbours of a format goes.
 *
 * <p>Source: PTX ISA, rounding modifiers {@code .rn}, {@code .rz}, {@code .rp} (here {@link #RU})
 * and {@code .rm} (here {@link #RD}).
 */
public enum Rounding {
  /** To nearest, ties to even. */
  RN,
  /** Towards zero. */
  RZ,
  /** Up, towards +∞. */
  RU,
  /** Down, towards −∞. */
  RD;

  /** A count of steps, at least 0, made whole; {@code negative} is the sign of the number. */
  double whole(double steps, boolean negative) {
    return switch (this) {
      case RN -> Math.rint(steps);
      case RZ -> Math.floor(steps);
      case RU -> negative ? Math.floor(steps) : Math.ceil(steps);
      case RD -> negative ? Math.ceil(steps) : Math.floor(steps);
    };
  }
}
