package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import java.util.function.IntConsumer;

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

  /** Calls {@code each} with every group of lanes, of {@code mask}, that name each other. */
  void groups(Warp warp, int mask, IntConsumer each) {
    if (everybody) {
      each.accept(mask);
      return;
    }
    for (int left = mask; left != 0; ) {
      int group = warp.words[place][Integer.numberOfTrailingZeros(left)] & mask;
      each.accept(group);
      left &= ~group;
    }
  }

  /** Every lane that some lane of {@code mask} names; each must name itself. */
  private int named(Warp warp, int mask) {
    int all = 0;
    int[] members = warp.words[place];
    for (int left = mask; left != 0; ) {
      int lane = Integer.numberOfTrailingZeros(left);
      int own = members[lane];
      if ((own >> lane & 1) == 0) {
        throw fault(lane, "member mask 0x%08x does not name lane %d itself".formatted(own, lane));
      }
      requireSame(members, lane, own & mask);
      all |= own;
      left &= ~own;
    }
    return all;
  }

  /** All lanes of a group must name the same. */
  private static void requireSame(int[] members, int lane, int group) {
    for (int left = group; left != 0; left &= left - 1) {
      int other = Integer.numberOfTrailingZeros(left);
      if (members[other] != members[lane]) {
        throw fault(
            other,
            "lane %d has member mask 0x%08x, but lane %d, which names it, has 0x%08x"
                .formatted(other, members[other], lane, members[lane]));
      }
    }
  }

  private static Fault fault(int lane, String detail) {
    return new Fault(DeviceFault.Kind.BARRIER, lane, detail);
  }
}
