package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Warp;

/** The member masks of warp-wide instructions; several groups of lanes may each have their own. */
final class Members {

  private Members() {}

  /** Every lane that some lane of {@code mask} names; each must name itself. */
  static int of(Warp warp, int mask, int place) {
    int all = 0;
    int[] members = warp.words[place];
    if (mask == Warp.ALL && isEverybody(members)) {
      return Warp.ALL;
    }
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      if ((members[lane] >> lane & 1) == 0) {
        throw new Fault(
            DeviceFault.Kind.BARRIER,
            lane,
            "member mask 0x%08x does not name lane %d itself".formatted(members[lane], lane));
      }
      all |= members[lane];
    }
    return all;
  }

  private static boolean isEverybody(int[] members) {
    int common = Warp.ALL;
    for (int lane = 0; lane < Warp.LANES; lane++) {
      common &= members[lane];
    }
    return common == Warp.ALL;
  }
}
