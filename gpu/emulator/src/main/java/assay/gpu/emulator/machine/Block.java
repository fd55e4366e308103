package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The threads that share memory and barriers. Reused for one block after the other. */
public final class Block {

  final Grid grid;
  final Warp[] warps;
  final SharedMemory shared;
  final Barriers barriers;

  /** What comes before what; null where races are not looked for. */
  final @Nullable Clocks clocks;

  /** Who looks for races in global memory, if anybody. */
  final @Nullable GlobalWatch global;

  private final Turns turns;

  Dim3 position = Dim3.of(0);

  /** When it starts among all blocks, from 0. */
  long turn;

  /**
   * @param global who looks for races in global memory, if anybody
   */
  Block(Grid grid, @Nullable GlobalWatch global) {
    this.grid = grid;
    this.shared = new SharedMemory(grid);
    this.warps = new Warp[Math.ceilDiv((int) grid.config.block().count(), Warp.LANES)];
    Arrays.setAll(warps, number -> new Warp(this, number));
    this.barriers = new Barriers(this);
    this.global = global;
    this.clocks =
        grid.inspection.races() || global != null
            ? new Clocks(warps.length, grid.inspection.laneRaces())
            : null;
    this.turns = new Turns(warps, grid.schedule.warps());
  }

  /** A thread prints. Blocks of a program that does run one after the other. */
  public void print(String text) {
    grid.printed.add(text);
  }

  public Barriers barriers() {
    return barriers;
  }

  /** The fault that the block with this turn ran into, or null. */
  @Nullable DeviceFault run(long at) {
    turn = at;
    begin(grid.block(at));
    for (Warp warp = turns.next(); warp != null; warp = turns.next()) {
      DeviceFault fault = run(warp, turns.length());
      if (fault != null) {
        return fault;
      }
    }
    return barriers.stuck();
  }

  private void begin(long number) {
    position = grid.position(number);
    SplittableRandom choices = grid.schedule.choices(number);
    shared.forget((int) number);
    if (clocks != null) {
      clocks.begin(turn);
    }
    barriers.clear();
    for (Warp warp : warps) {
      warp.begin(choices);
    }
    turns.begin(choices);
  }

  private @Nullable DeviceFault run(Warp warp, int instructions) {
    try {
      warp.run(instructions);
      return null;
    } catch (Fault fault) {
      return fault(warp, warp.at(), fault.lane(), fault.kind(), fault.detail());
    }
  }

  DeviceFault fault(Warp warp, int at, int lane, DeviceFault.Kind kind, String detail) {
    Program.Place place = grid.program.places().get(at);
    return new DeviceFault(
        kind,
        new DeviceFault.Site(
            grid.program.name(),
            place.line(),
            place.source().orElse(null),
            position,
            warp.thread(lane)),
        detail);
  }
}
