package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.PredicateFromLongLong;
import assay.gpu.emulator.lanes.PredicateFromWordWord;

/**
 * How two numbers compare, as a number that is negative where they do so. PTX ISA 9.3.1.
 *
 * <p>There are no branches, so that loops over lanes become vector instructions and take the same
 * time whatever the values.
 */
final class Relation {

  private static final int INFINITY = 0x7f800000;
  private static final long WIDE_INFINITY = 0x7ff0000000000000L;

  private Relation() {}

  /** Of signed numbers. */
  static PredicateFromWordWord.Op words(String name) {
    return switch (name) {
      case "eq" -> Relation::equal;
      case "ne" -> (a, b) -> ~equal(a, b);
      case "lt", "lo" -> Relation::less;
      case "le", "ls" -> (a, b) -> ~less(b, a);
      case "gt", "hi" -> (a, b) -> less(b, a);
      case "ge", "hs" -> (a, b) -> ~less(a, b);
      default -> throw unknown(name);
    };
  }

  /** Of signed numbers. */
  static PredicateFromLongLong.Op longs(String name) {
    return switch (name) {
      case "eq" -> Relation::equal;
      case "ne" -> (a, b) -> ~equal(a, b);
      case "lt", "lo" -> Relation::less;
      case "le", "ls" -> (a, b) -> ~less(b, a);
      case "gt", "hi" -> (a, b) -> less(b, a);
      case "ge", "hs" -> (a, b) -> ~less(a, b);
      default -> throw unknown(name);
    };
  }

  /** Of binary32; with {@code u}, NaN makes it true. */
  static PredicateFromWordWord.Op floats(String name) {
    return switch (name) {
      case "num" -> (a, b) -> ~unordered(a, b);
      case "nan" -> Relation::unordered;
      case "equ", "neu", "ltu", "leu", "gtu", "geu" -> {
        PredicateFromWordWord.Op keys = words(name.substring(0, 2));
        yield (a, b) -> keys.apply(key(a), key(b)) | unordered(a, b);
      }
      default -> {
        PredicateFromWordWord.Op keys = words(name);
        yield (a, b) -> keys.apply(key(a), key(b)) & ~unordered(a, b);
      }
    };
  }

  /** Of binary64. */
  static PredicateFromLongLong.Op doubles(String name) {
    return switch (name) {
      case "num" -> (a, b) -> ~unordered(a, b);
      case "nan" -> Relation::unordered;
      case "equ", "neu", "ltu", "leu", "gtu", "geu" -> {
        PredicateFromLongLong.Op keys = longs(name.substring(0, 2));
        yield (a, b) -> keys.apply(key(a), key(b)) | unordered(a, b);
      }
      default -> {
        PredicateFromLongLong.Op keys = longs(name);
        yield (a, b) -> keys.apply(key(a), key(b)) & ~unordered(a, b);
      }
    };
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("no comparison is called " + name);
  }

  private static int equal(int a, int b) {
    int different = a ^ b;
    return ~(different | -different);
  }

  private static int equal(long a, long b) {
    long different = a ^ b;
    return (int) (~(different | -different) >> 32);
  }

  /** The sign of a − b, or where that overflows its complement. */
  private static int less(int a, int b) {
    int difference = a - b;
    return difference ^ (a ^ b) & (difference ^ a);
  }

  private static int less(long a, long b) {
    long difference = a - b;
    return (int) ((difference ^ (a ^ b) & (difference ^ a)) >> 32);
  }

  /** Compares as the binary32 does that has these bits, unless that is NaN. */
  private static int key(int bits) {
    int sign = bits >> 31;
    return (bits & Integer.MAX_VALUE ^ sign) - sign;
  }

  private static long key(long bits) {
    long sign = bits >> 63;
    return (bits & Long.MAX_VALUE ^ sign) - sign;
  }

  /** Whether one of two binary32 is NaN. */
  private static int unordered(int a, int b) {
    return INFINITY - (a & Integer.MAX_VALUE) | INFINITY - (b & Integer.MAX_VALUE);
  }

  private static int unordered(long a, long b) {
    long wide = WIDE_INFINITY - (a & Long.MAX_VALUE) | WIDE_INFINITY - (b & Long.MAX_VALUE);
    return (int) (wide >> 32);
  }
}
