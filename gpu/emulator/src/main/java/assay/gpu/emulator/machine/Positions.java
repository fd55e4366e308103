package assay.gpu.emulator.machine;

import java.util.ArrayList;
import java.util.List;

/** Where every warp of a block stands that cannot go on, for people. */
final class Positions {

  /** Of blocks with very many warps, the first. */
  private static final int MOST = 32;

  private Positions() {}

  /** {@code , 32 have exited: warp 0 at PTX line 12 (barrier 0); warp 1 has exited}. */
  static String of(Block block) {
    int exited = 0;
    List<String> warps = new ArrayList<>();
    for (Warp warp : block.warps) {
      exited += Integer.bitCount(warp.lanes() & ~warp.live());
      warps.add(of(warp));
    }
    return ", %d have exited: %s"
        .formatted(exited, String.join("; ", warps.subList(0, Math.min(MOST, warps.size()))));
  }

  /** Where the lanes of one warp stand. */
  static String of(Warp warp) {
    Program program = warp.block.grid.program;
    Groups groups = warp.flow().groups();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < groups.count(); i++) {
      int at = groups.isBlocked(i) ? groups.pc(i) - 1 : groups.pc(i);
      String lanes =
          groups.mask(i) == warp.lanes() ? "" : "lanes 0x%08x ".formatted(groups.mask(i));
      String why =
          groups.isBlocked(i) ? " (barrier %d)".formatted(groups.barrier(i)) : " (for other lanes)";
      parts.add(lanes + "at PTX line " + program.places().get(at).line() + why);
    }
    return "warp %d %s"
        .formatted(warp.number, parts.isEmpty() ? "has exited" : String.join(", ", parts));
  }
}
