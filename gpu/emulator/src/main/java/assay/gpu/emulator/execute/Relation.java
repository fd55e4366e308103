package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.PredicateFromLongLong;
import assay.gpu.emulator.lanes.PredicateFromWordWord;

/**
 * How two numbers compare, as a number that is negative where they do so. PTX ISA 9.3.1.
 *
 * <p>Of integers without a branch, so that loops over lanes become vector instructions.
 */
final class Relation {

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
      case "eq" -> (a, b) -> sign(of(a) == of(b));
      case "ne" -> (a, b) -> sign(of(a) < of(b) || of(a) > of(b));
      case "lt" -> (a, b) -> sign(of(a) < of(b));
      case "le" -> (a, b) -> sign(of(a) <= of(b));
      case "gt" -> (a, b) -> sign(of(a) > of(b));
      case "ge" -> (a, b) -> sign(of(a) >= of(b));
      case "equ" -> (a, b) -> sign(!(of(a) < of(b) || of(a) > of(b)));
      case "neu" -> (a, b) -> sign(of(a) != of(b));
      case "ltu" -> (a, b) -> sign(!(of(a) >= of(b)));
      case "leu" -> (a, b) -> sign(!(of(a) > of(b)));
      case "gtu" -> (a, b) -> sign(!(of(a) <= of(b)));
      case "geu" -> (a, b) -> sign(!(of(a) < of(b)));
      case "num" -> (a, b) -> sign(!Float.isNaN(of(a)) && !Float.isNaN(of(b)));
      case "nan" -> (a, b) -> sign(Float.isNaN(of(a)) || Float.isNaN(of(b)));
      default -> throw unknown(name);
    };
  }

  /** Of binary64; with {@code u}, NaN makes it true. */
  static PredicateFromLongLong.Op doubles(String name) {
    return switch (name) {
      case "eq" -> (a, b) -> sign(of(a) == of(b));
      case "ne" -> (a, b) -> sign(of(a) < of(b) || of(a) > of(b));
      case "lt" -> (a, b) -> sign(of(a) < of(b));
      case "le" -> (a, b) -> sign(of(a) <= of(b));
      case "gt" -> (a, b) -> sign(of(a) > of(b));
      case "ge" -> (a, b) -> sign(of(a) >= of(b));
      case "equ" -> (a, b) -> sign(!(of(a) < of(b) || of(a) > of(b)));
      case "neu" -> (a, b) -> sign(of(a) != of(b));
      case "ltu" -> (a, b) -> sign(!(of(a) >= of(b)));
      case "leu" -> (a, b) -> sign(!(of(a) > of(b)));
      case "gtu" -> (a, b) -> sign(!(of(a) <= of(b)));
      case "geu" -> (a, b) -> sign(!(of(a) < of(b)));
      case "num" -> (a, b) -> sign(!Double.isNaN(of(a)) && !Double.isNaN(of(b)));
      case "nan" -> (a, b) -> sign(Double.isNaN(of(a)) || Double.isNaN(of(b)));
      default -> throw unknown(name);
    };
  }

  private static int sign(boolean holds) {
    return holds ? -1 : 0;
  }

  private static float of(int bits) {
    return Float.intBitsToFloat(bits);
  }

  private static double of(long bits) {
    return Double.longBitsToDouble(bits);
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
    return difference ^ ((a ^ b) & (difference ^ a));
  }

  private static int less(long a, long b) {
    long difference = a - b;
    return (int) ((difference ^ ((a ^ b) & (difference ^ a))) >> 32);
  }
}
