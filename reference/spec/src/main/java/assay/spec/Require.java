package assay.spec;

/** Preconditions, each failing with one sentence that names argument, value and what is allowed. */
final class Require {

  private Require() {}

  static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d; it must be at least %d".formatted(name, value, least));
    }
  }

  static void length(String name, int actual, long expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "%s has %d elements; its shape holds %d".formatted(name, actual, expected));
    }
  }
}
