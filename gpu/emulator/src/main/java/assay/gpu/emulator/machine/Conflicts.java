package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;

/** Says what two accesses did that nothing orders, and where both stand. */
final class Conflicts {

  private final Grid grid;
  private final String space;

  /**
   * @param space how its bytes are called, with a %d for the offset
   */
  Conflicts(Grid grid, String space) {
    this.grid = grid;
    this.space = space;
  }

  Fault race(
      Warp warp,
      int lane,
      String what,
      long epoch,
      long offset,
      String other,
      long earlier,
      int at) {
    Program.Place place = grid.program.places().get(at);
    String source = place.source().map(line -> ", " + line).orElse("");
    return new Fault(
        DeviceFault.Kind.RACE,
        lane,
        "nothing orders this %s of %s and the %s by %s at PTX line %d%s"
            .formatted(
                named(warp, epoch, what),
                space.formatted(offset),
                named(warp, earlier, other),
                agent(warp, earlier),
                place.line(),
                source));
  }

  private static String named(Warp warp, long epoch, String what) {
    if (Epoch.agent(epoch) >= warp.block.warps.length) {
      return "asynchronous copy";
    }
    return Epoch.strong(epoch) ? "strong " + what : what;
  }

  private String agent(Warp warp, long epoch) {
    int number = Epoch.agent(epoch) % warp.block.warps.length;
    return Epoch.turn(epoch) == warp.block.turn
        ? "warp %d".formatted(number)
        : "warp %d of block %s".formatted(number, grid.position(grid.block(Epoch.turn(epoch))));
  }
}
