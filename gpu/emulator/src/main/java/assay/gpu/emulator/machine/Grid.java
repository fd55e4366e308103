package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import assay.gpu.device.LaunchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One launch.
 *
 * <p>Blocks run in parallel unless the program needs an order. If several fault, the one that comes
 * first in the schedule is reported, so the outcome never depends on timing.
 */
public final class Grid {

  final Program program;
  final LaunchConfig config;
  final GlobalMemory memory;
  final Region parameters;
  final boolean trackMemory;
  final boolean trackRaces;
  final long instructionLimit;
  final Schedule schedule;

  private final AtomicLong nextTurn = new AtomicLong();
  private final AtomicLong instructions = new AtomicLong();
  private final AtomicLong laneInstructions = new AtomicLong();
  private long faultyTurn = Long.MAX_VALUE;
  private @Nullable DeviceFault fault;

  /**
   * @param trackMemory whether reads of unwritten shared and local memory are faults
   * @param trackRaces whether accesses to shared memory that nothing orders are faults
   * @param instructionLimit how many instructions one warp may execute
   * @param schedule what the kernel must not depend on
   */
  public Grid(
      Program program,
      LaunchConfig config,
      GlobalMemory memory,
      Region parameters,
      boolean trackMemory,
      boolean trackRaces,
      long instructionLimit,
      Schedule schedule) {
    this.program = program;
    this.config = config;
    this.memory = memory;
    this.parameters = parameters;
    this.trackMemory = trackMemory;
    this.trackRaces = trackRaces;
    this.instructionLimit = instructionLimit;
    this.schedule = schedule;
  }

  /** Runs every block. */
  public void run(ExecutorService workers, int parallel) {
    long blocks = config.grid().count();
    int used = program.ordered() ? 1 : (int) Math.min(parallel, blocks);
    if (used == 1) {
      work();
    } else {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < used; i++) {
        parts.add(workers.submit(this::work));
      }
      parts.forEach(Waiting::await);
    }
    if (fault != null) {
      throw fault;
    }
  }

  private void work() {
    Block block = new Block(this);
    long blocks = config.grid().count();
    for (long turn = nextTurn.getAndIncrement();
        turn < blocks && turn < firstFault();
        turn = nextTurn.getAndIncrement()) {
      DeviceFault found = block.run(schedule.blocks().block(turn, blocks, schedule.seed()));
      if (found != null) {
        report(turn, found);
      }
    }
    for (Warp warp : block.warps) {
      instructions.addAndGet(warp.takeInstructions());
      laneInstructions.addAndGet(warp.takeLaneInstructions());
    }
  }

  private synchronized long firstFault() {
    return faultyTurn;
  }

  private synchronized void report(long turn, DeviceFault found) {
    if (turn < faultyTurn) {
      faultyTurn = turn;
      fault = found;
    }
  }

  Dim3 position(long number) {
    Dim3 size = config.grid();
    long row = number / size.x();
    return new Dim3((int) (number % size.x()), (int) (row % size.y()), (int) (row / size.y()));
  }

  public long instructions() {
    return instructions.get();
  }

  public long laneInstructions() {
    return laneInstructions.get();
  }
}
