package assay.verify.variant;

/**
 * How the keys of a sequence are shared out, in whole tiles.
 *
 * @param count parts, however few the keys; 0 where the length decides
 * @param keys in a part, where the length decides
 */
public record Splits(int count, int keys) {

  /** All keys in one go, without a merge. */
  public static final Splits NONE = new Splits(1, 0);

  /** So many parts; some may be empty. */
  public static Splits of(int count) {
    return new Splits(count, 0);
  }

  /** As many parts of {@code keys} keys as it takes. */
  public static Splits every(int keys) {
    return new Splits(0, keys);
  }

  /** How many parts {@code length} keys make, at least 1. */
  public int count(int length) {
    return count > 0 ? count : Math.max(1, Math.ceilDiv(length, keys));
  }

  /** The most keys in a part of up to {@code length} of them. */
  public int keysOfPart(int length, int tileKeys) {
    return begin(length, tileKeys, 1);
  }

  /** Where part {@code split} begins; where part {@code count(length)} would begin is the end. */
  public int begin(int length, int tileKeys, int split) {
    int part = count > 0 ? tileKeys * Math.ceilDiv(Math.ceilDiv(length, tileKeys), count) : keys;
    return (int) Math.min(length, (long) split * part);
  }
}
