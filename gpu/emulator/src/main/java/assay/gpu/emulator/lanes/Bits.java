package assay.gpu.emulator.lanes;

/** Masks of lanes, spread over the lanes without a branch, which keeps loops fit for vectors. */
final class Bits {

  private static final int[] OF_LANE = ofLane();

  private Bits() {}

  private static int[] ofLane() {
    int[] bits = new int[32];
    java.util.Arrays.setAll(bits, lane -> 1 << lane);
    return bits;
  }

  /** All bits if the lane is in the mask, else none. */
  static int all(int mask, int lane) {
    int bit = mask & OF_LANE[lane];
    return (bit | -bit) >> 31;
  }

  /** The lane's bit of a mask if {@code sign} is negative, else none. */
  static int one(int sign, int lane) {
    return sign >> 31 & OF_LANE[lane];
  }
}
