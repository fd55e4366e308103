package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import assay.gpu.device.LaunchConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
  final Inspection inspection;
  final long instructionLimit;
  final Schedule schedule;

  final Printed printed = new Printed();

  private final AtomicLong nextTurn = new AtomicLong();
  private final AtomicLong instructions = new AtomicLong();
  private final AtomicLong laneInstructions = new AtomicLong();
  private volatile boolean suspected;
  private long faultyTurn = Long.MAX_VALUE;
  private @Nullable DeviceFault fault;

  /**
   * @param inspection what is a fault
   * @param instructionLimit how many instructions one warp may execute
   * @param schedule what the kernel must not depend on
   */
  public Grid(
      Program program,
      LaunchConfig config,
      GlobalMemory memory,
      Region parameters,
      Inspection inspection,
      long instructionLimit,
      Schedule schedule) {
    this.program = program;
    this.config = config;
    this.memory = memory;
    this.parameters = parameters;
    this.inspection = inspection;
    this.instructionLimit = instructionLimit;
    this.schedule = schedule;
  }

  /** Runs every block. */
  public void run(ExecutorService workers, int parallel) {
    int threads = program.ordered() ? 1 : (int) Math.min(parallel, blocks());
    if (inspection.globalRaces()) {
      memory.number();
      watched(workers, threads);
    } else {
      runAll(workers, Collections.nCopies(threads, Optional.empty()));
    }
    if (fault != null) {
      throw fault;
    }
  }

  /** Watches cheaply, and only if that raises a suspicion runs again and watches closely. */
  private void watched(ExecutorService workers, int threads) {
    Undo undo = new Undo();
    List<Optional<GlobalWatch>> watches = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      watches.add(Optional.of(new GlobalWatch(this, undo)));
    }
    runAll(workers, watches);
    if (suspected || conflict(watches)) {
      undo.restore();
      forget();
      runAll(workers, List.of(Optional.of(new GlobalWatch(this, null))));
    }
  }

  private static boolean conflict(List<Optional<GlobalWatch>> watches) {
    for (int i = 0; i < watches.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (watches.get(i).orElseThrow().conflicts(watches.get(j).orElseThrow())) {
          return true;
        }
      }
    }
    return false;
  }

  private void forget() {
    nextTurn.set(0);
    printed.clear();
    instructions.set(0);
    laneInstructions.set(0);
    faultyTurn = Long.MAX_VALUE;
    fault = null;
    suspected = false;
  }

  /** The calling thread takes part, so one block needs no other. */
  private void runAll(ExecutorService workers, List<Optional<GlobalWatch>> watches) {
    List<Future<?>> parts = new ArrayList<>();
    for (Optional<GlobalWatch> watch : watches.subList(1, watches.size())) {
      parts.add(workers.submit(() -> work(watch)));
    }
    try {
      work(watches.getFirst());
    } finally {
      parts.forEach(Waiting::await);
    }
  }

  private void work(Optional<GlobalWatch> watch) {
    Block block = new Block(this, watch.orElse(null));
    long blocks = blocks();
    try {
      for (long turn = nextTurn.getAndIncrement();
          turn < blocks && turn < firstFault() && !suspected;
          turn = nextTurn.getAndIncrement()) {
        DeviceFault found = block.run(turn);
        if (found != null) {
          report(turn, found);
        }
      }
    } catch (CoarseWatch.Suspicion e) {
      suspected = true;
    }
    for (Warp warp : block.warps) {
      instructions.addAndGet(warp.takeInstructions());
      laneInstructions.addAndGet(warp.takeLaneInstructions());
    }
  }

  private long blocks() {
    return config.grid().count();
  }

  /** The number of the block that starts at a turn. */
  long block(long turn) {
    return schedule.blocks().block(turn, blocks(), schedule.seed());
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

  /** What the threads have printed, in the order of the schedule. */
  public String printed() {
    return printed.toString();
  }

  public long instructions() {
    return instructions.get();
  }

  public long laneInstructions() {
    return laneInstructions.get();
  }
}
