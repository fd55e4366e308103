package assay.gpu.emulator.execute;

/** How two integers compare, as a number that is negative where they do so; without branches. */
final class Relation {

  private Relation() {}

  static int equal(int a, int b) {
    int different = a ^ b;
    return ~(different | -different);
  }

  static int equal(long a, long b) {
    long different = a ^ b;
    return (int) (~(different | -different) >> 32);
  }

  /** Signed: the sign of a − b, or where that overflows its complement. */
  static int less(int a, int b) {
    int difference = a - b;
    return difference ^ (a ^ b) & (difference ^ a);
  }

  static int less(long a, long b) {
    long difference = a - b;
    return (int) ((difference ^ (a ^ b) & (difference ^ a)) >> 32);
  }
}
