package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;

/**
 * The member masks of a warp-wide instruction; several groups of lanes may each have their own.
 *
 * @param place of the word that holds each lane's mask
 * @param everybody whether every mask is known to name all lanes
 */
record Members(int place, boolean everybody) {

  static Members of(Operand operand, Binding binding) {
    boolean everybody = operand instanceof Operand.Int(long mask) && (int) mask == Warp.ALL;
    return new Members(binding.word(operand, Type.B32), everybody);
  }

  /** True if the lanes may go on together: see {@link Warp#converged}. */
  boolean converged(Warp warp, int mask, String what) {
    return warp.converged(everybody ? Warp.ALL : named(warp, mask), mask, what);
  }

  /** The lanes of {@code mask} that a lane's own mask names. */
  int of(Warp warp, int lane, int mask) {
    return warp.words[place][lane] & mask;
  }

  /** Every lane that some lane of {@code mask} names; each must name itself. */
  private int named(Warp warp, int mask) {
    int all = 0;
    int[] members = warp.words[place];
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
}
