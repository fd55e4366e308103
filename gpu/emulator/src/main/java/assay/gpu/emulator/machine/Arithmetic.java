package assay.gpu.emulator.machine;

/**
 * How the emulator uses what PTX leaves open in arithmetic: a kernel's result may change with it,
 * but must stay within its budget.
 *
 * @param seed of what is not {@link #NEAREST}
 * @param open whether use is made of it at all
 */
public record Arithmetic(long seed, boolean open) {

  /** Everything as exact as its format allows, nothing fused: the default. */
  public static final Arithmetic NEAREST = new Arithmetic(0, false);

  private static final int VARIANTS = 96;

  /**
   * Sums of matrix products in another order or truncated, approximate functions off by up to their
   * bound, multiplications fused with additions where PTX allows it.
   */
  public static Arithmetic seeded(long seed) {
    return new Arithmetic(Math.floorMod(seed, VARIANTS), true);
  }

  /**
   * The arithmetic of this name: {@code nearest} or a seed.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Arithmetic named(String name) {
    if (name.equals("nearest")) {
      return NEAREST;
    }
    try {
      return seeded(Long.parseLong(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "rounding is '%s'; allowed are nearest, random and a whole number, a seed"
              .formatted(name));
    }
  }

  /** How matrix products are summed. */
  public Accumulation accumulation() {
    Accumulation[] all = Accumulation.values();
    return open ? all[(int) (seed % all.length)] : Accumulation.NEAREST;
  }

  /** A number that follows from the seed and {@code place} alone, evenly spread. */
  public long draw(long place) {
    long z = (seed + 1) * 0x9e3779b97f4a7c15L + place * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** The name under which {@link #named} finds it. */
  @Override
  public String toString() {
    return open ? Long.toString(seed) : "nearest";
  }
}
