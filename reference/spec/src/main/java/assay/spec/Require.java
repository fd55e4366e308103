package assay.spec;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;

/** Preconditions, each failing with one sentence that names argument, value and what is allowed. */
final class Require {

  private Require() {}

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d; it must be at least %d".formatted(name, value, least));
    }
  }

  static void multiple(String name, int value, int unit) {
    if (value < unit || value % unit != 0) {
      throw new IllegalArgumentException(
          "%s is %d; it must be a positive multiple of %d".formatted(name, value, unit));
    }
  }

  static void pages(String name, long actual, long page) {
    if (actual % page != 0) {
      throw new IllegalArgumentException(
          "%s has %d bytes; a page takes %d".formatted(name, actual, page));
    }
  }

  static void finiteNotNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be finite and not negative");
    }
  }

  static void finitePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be finite and positive");
    }
  }

  /** [B + 1]: cumulative counts. */
  static void starts(String name, int[] starts) {
    atLeast("length of " + name, starts.length, 1);
    if (starts[0] != 0) {
      throw new IllegalArgumentException("%s[0] is %d; it must be 0".formatted(name, starts[0]));
    }
    for (int b = 1; b < starts.length; b++) {
      atLeast("%s[%d]".formatted(name, b), starts[b], starts[b - 1]);
    }
  }

  static void rows(String name, Elements elements, long row) {
    if (elements.count() % row != 0) {
      throw new IllegalArgumentException(
          "%s has %d elements; it must be whole rows of %d".formatted(name, elements.count(), row));
    }
  }

  static void format(String name, Elements elements, FloatFormat format) {
    if (elements.format() != format) {
      throw new IllegalArgumentException(
          "%s holds %s; it must hold %s".formatted(name, elements.format(), format));
    }
  }

  static void count(String name, Elements elements, long expected) {
    if (elements.count() != expected) {
      throw new IllegalArgumentException(
          "%s has %d elements; its shape holds %d".formatted(name, elements.count(), expected));
    }
  }

  static void length(String name, int actual, long expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "%s has %d elements; its shape holds %d".formatted(name, actual, expected));
    }
  }
}
