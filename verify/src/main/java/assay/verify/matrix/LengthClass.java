package assay.verify.matrix;

import java.util.SplittableRandom;

/** How many keys a problem has; each class is drawn at and just below its length. */
public enum LengthClass {
  /** The operator's own small problems, in all their shapes. */
  SMALL(0, 41),
  KEYS_128(128, 25),
  /**
   * Each in the shape of a problem of the longest class: what length alone does shows beside it.
   */
  KEYS_128_AS_LONG(128, 0),
  KEYS_1024(1024, 15),
  KEYS_4096(4096, 7),
  KEYS_32768(32_768, 12);

  private final int keys;
  private final int share;

  LengthClass(int keys, int share) {
    this.keys = keys;
    this.share = share;
  }

  /** The longest; 0 for the operator's own. */
  public int keys() {
    return keys;
  }

  /** In words. */
  public String text() {
    return switch (this) {
      case SMALL -> "small";
      case KEYS_128_AS_LONG -> "128 as 32768";
      case KEYS_128, KEYS_1024, KEYS_4096, KEYS_32768 -> String.valueOf(keys);
    };
  }

  /** One in its share of a hundred. */
  static LengthClass draw(SplittableRandom random) {
    int place = random.nextInt(100);
    for (LengthClass one : values()) {
      place -= one.share;
      if (place < 0) {
        return one;
      }
    }
    throw new AssertionError();
  }

  /** A length of this class; half of them are the longest, one less, or one more. */
  int length(SplittableRandom random) {
    return random.nextBoolean()
        ? keys - random.nextInt(keys / 8)
        : Math.min(32_768, keys - 1 + random.nextInt(3));
  }
}
