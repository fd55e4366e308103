package assay.verify.variant;

import java.util.Arrays;

/**
 * Whole numbers in simulated memory, such as lengths or a page table. What {@link Buffer} says of
 * stray accesses holds here too.
 */
public final class Indices {

  private final String name;
  private final Surroundings surroundings;
  private final int[] given;
  private final int[] values;

  Indices(String name, Surroundings surroundings, int[] given) {
    this.name = name;
    this.surroundings = surroundings;
    this.given = given;
    this.values = given.clone();
  }

  public int count() {
    return values.length;
  }

  /** The number at {@code index}. */
  public int load(long index) {
    return values[place(index)];
  }

  /** Writes one number. */
  public void store(long index, int value) {
    values[place(index)] = value;
  }

  /** Whether the numbers are no longer those given. */
  boolean changed() {
    return !Arrays.equals(given, values);
  }

  String name() {
    return name;
  }

  private int place(long index) {
    if (index >= 0 && index < values.length) {
      return (int) index;
    }
    if (surroundings == Surroundings.FORGIVING && values.length > 0) {
      return (int) Math.floorMod(index, (long) values.length);
    }
    throw new StrayAccess(
        "%s: index %d is outside its %d numbers".formatted(name, index, values.length));
  }
}
