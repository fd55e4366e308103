package assay.verify.rival;

import java.util.Optional;

/**
 * |y − x| ≤ absolute + relative · |x| for slots of 656 bytes, a row each: 512 codes as whole
 * numbers from 0 to 255, 4 scales in F32, 64 features of the key in bf16. Rows that stand for
 * nothing are not looked at, nor are caches of other layouts.
 */
public record CacheSlots(double absolute, double relative) implements Rule {

  private static final int BYTES = 656;
  private static final int CODES = 512;
  private static final int SCALES_END = 528;

  @Override
  public Optional<String> objection(Sample sample) {
    int slots = sample.size() % BYTES == 0 ? sample.size() : 0;
    for (int first = 0; first < slots; first += BYTES) {
      for (int i = 0; i < BYTES && sample.count(first) > 0; i += width(i)) {
        double x = number(sample.expected(), first, i);
        double y = number(sample.actual(), first, i);
        boolean close = x == y || Math.abs(y - x) <= absolute + relative * Math.abs(x);
        if (!close) {
          return Optional.of("byte %d of slot %d is off".formatted(i, first / BYTES));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String formula() {
    return "codes, scales and keys: " + Close.of(absolute, relative).formula();
  }

  private static int width(int i) {
    return i < CODES ? 1 : i < SCALES_END ? 4 : 2;
  }

  /** The number that begins at byte {@code i} of the slot; little-endian. */
  private static double number(double[] bytes, int first, int i) {
    int bits = 0;
    for (int k = 0; k < width(i); k++) {
      bits |= (int) bytes[first + i + k] << (8 * k);
    }
    return switch (width(i)) {
      case 1 -> bits;
      case 2 -> Float.intBitsToFloat(bits << 16);
      default -> Float.intBitsToFloat(bits);
    };
  }
}
