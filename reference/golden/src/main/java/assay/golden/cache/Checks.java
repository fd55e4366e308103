package assay.golden.cache;

/** Preconditions, each failing with one sentence that names argument, value and what is allowed. */
final class Checks {

  private Checks() {}

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d; it must be at least %d".formatted(name, value, least));
    }
  }

  static void between(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; it must be in [%d, %d]".formatted(name, value, least, most));
    }
  }
}
