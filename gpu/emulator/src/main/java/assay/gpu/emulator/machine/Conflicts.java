package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;

/** Says what two accesses did that nothing orders, and where both stand. */
final class Conflicts {

  private final Grid grid;
  private final String space;

  /**
   * One of the two.
   *
   * @param what read or write
   * @param epoch who made it, and when
   * @param lane of its warp, or {@link WordLanes#SEVERAL}
   * @param at its instruction
   */
  record Access(String what, long epoch, int lane, int at) {}

  /**
   * @param space how its bytes are called, with a %d for the offset
   */
  Conflicts(Grid grid, String space) {
    this.grid = grid;
    this.space = space;
  }

  /** Whether lanes of one warp can race. */
  boolean byLane() {
    return grid.inspection.laneRaces();
  }

  Fault race(Warp warp, long offset, Access now, Access earlier) {
    Program.Place place = grid.program.places().get(earlier.at);
    String source = place.source().map(line -> ", " + line).orElse("");
    return new Fault(
        DeviceFault.Kind.RACE,
        now.lane == WordLanes.SEVERAL ? Integer.numberOfTrailingZeros(warp.active()) : now.lane,
        "nothing orders this %s of %s and the %s by %s at PTX line %d%s"
            .formatted(
                named(warp, now),
                space.formatted(offset),
                named(warp, earlier),
                agent(warp, earlier),
                place.line(),
                source));
  }

  private static String named(Warp warp, Access access) {
    if (Epoch.agent(access.epoch) >= warp.block.warps.length) {
      return "asynchronous copy";
    }
    return Epoch.strong(access.epoch) ? "strong " + access.what : access.what;
  }

  private String agent(Warp warp, Access access) {
    int number = Epoch.agent(access.epoch) % warp.block.warps.length;
    long turn = Epoch.turn(access.epoch);
    if (turn != warp.block.turn) {
      return "warp %d of block %s".formatted(number, grid.position(grid.block(turn)));
    }
    boolean lanes = number == warp.number && byLane();
    return "warp %d".formatted(number) + (lanes ? lane(access) : "");
  }

  private static String lane(Access access) {
    return access.lane == WordLanes.SEVERAL
        ? ", several of its lanes,"
        : ", its lane %d,".formatted(access.lane);
  }
}
