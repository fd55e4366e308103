package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * 32 threads that execute together.
 *
 * <p>The group of lanes with the lowest program counter runs first and takes in other groups when
 * it reaches them, so that lanes meet again where their paths do.
 */
public final class Warp {

  public static final int LANES = 32;

  /** Lanes that have run so long while others could are taken to wait for them in a loop. */
  private static final int SPINNING = 1 << 13;

  /** The mask with every lane. */
  public static final int ALL = -1;

  /** Registers of up to 32 bits, constants and special registers; narrow values zero-extended. */
  public final int[][] words;

  /** Registers and constants of 64 bits. */
  public final long[][] longs;

  /** One bit per lane. */
  public final int[] predicates;

  /** For the registers that need it: the lanes that were written. */
  public final int[] written;

  /** Scratch: the addresses of the access being made. */
  public final long[] addresses = new long[LANES];

  /** Scratch: values on their way between lanes. */
  public final int[] scratch = new int[LANES];

  public final Block block;
  public final int number;

  private final Step[] code;
  private final Groups groups = new Groups();
  private final AsyncCopies copies;
  private final Divergence divergence;
  private final @Nullable Region[] local;
  private @Nullable Tile tile;
  private int lanes;
  private int live;
  private int active;
  private int pc;
  private int meeting;
  private boolean running;
  private long spent;
  private long chosenAt;
  private SplittableRandom choices = new SplittableRandom(0);
  private long instructions;
  private long laneInstructions;

  Warp(Block block, int number) {
    this.block = block;
    this.number = number;
    Program program = block.grid.program;
    this.code = program.code();
    this.copies = new AsyncCopies(block.grid.schedule.completion());
    this.divergence = block.grid.schedule.divergence();
    Program.Frame frame = program.frame();
    this.words = RegisterFile.words(frame);
    this.longs = RegisterFile.longs(frame);
    this.predicates = new int[frame.predicates()];
    this.written = new int[frame.tracked()];
    this.local = new Region[LANES];
  }

  /** Puts all threads at the start. */
  void begin(SplittableRandom random) {
    int threads = (int) block.grid.config.block().count() - number * LANES;
    lanes = threads >= LANES ? ALL : (1 << threads) - 1;
    live = lanes;
    active = lanes;
    pc = 0;
    spent = 0;
    chosenAt = 0;
    running = true;
    choices = random;
    groups.clear();
    copies.clear(random);
    meeting = meeting();
    Arrays.fill(written, 0);
    RegisterFile.special(this, block.grid.program.frame());
    for (Region region : local) {
      if (region != null) {
        region.forget(number);
      }
    }
  }

  /** Runs until every lane waits or has exited, or has executed {@code most} instructions. */
  void run(int most) {
    copies.stir();
    long count = 0;
    long laneCount = 0;
    long left = block.grid.instructionLimit - spent;
    long end = left < most ? left + 1 : most;
    try {
      while (running && count < end) {
        int mask = active;
        Step step = code[pc++];
        count++;
        laneCount += Integer.bitCount(mask);
        step.execute(this, mask);
        if (pc >= meeting) {
          regroup();
        }
      }
    } finally {
      spent += count;
      instructions += count;
      laneInstructions += laneCount;
    }
    if (spent > block.grid.instructionLimit) {
      throw new Fault(
          DeviceFault.Kind.TIME_LIMIT,
          Integer.numberOfTrailingZeros(active),
          "the warp has executed %d instructions".formatted(block.grid.instructionLimit));
    }
    if (running) {
      giveWay();
    }
  }

  /** At the end of a turn other lanes may go on: always if they spin, else if nothing is sure. */
  private void giveWay() {
    boolean any = divergence == Divergence.RANDOM;
    if (any || spent - chosenAt > SPINNING && groups.count() > 0) {
      int rest = any ? active & choices.nextInt() : 0;
      if (rest != active) {
        groups.add(pc, active & ~rest);
      }
      if (rest != 0) {
        groups.split(pc, rest);
      }
      take(groups.readyFrom(choices.nextInt(groups.count())));
      meeting = Integer.MAX_VALUE;
    }
  }

  /** Sends the lanes of {@code mask} to {@code target}; the other active lanes go on. */
  public void branch(int target, int mask) {
    int rest = active & ~mask;
    if (rest == 0) {
      pc = target;
      return;
    }
    groups.add(pc, rest);
    groups.add(target, mask);
    next();
  }

  /** Ends the threads of {@code mask}. */
  public void exit(int mask) {
    requireNobodyAtBarrier(mask);
    live &= ~mask;
    active &= ~mask;
    if (active == 0) {
      next();
    }
  }

  /** Stops the lanes of {@code mask} until {@link #release}; the others go on. */
  void block(int mask, int barrier) {
    groups.block(pc, mask, barrier);
    active &= ~mask;
    if (active == 0) {
      next();
    }
  }

  void release(int barrier) {
    groups.release(barrier);
    if (running) {
      meeting = meeting();
    } else {
      next();
    }
  }

  /**
   * True if every live lane of {@code members} is in {@code mask}; otherwise the active lanes wait
   * in front of this instruction for the missing ones.
   *
   * @throws Fault if a missing lane passes by without taking part
   */
  public boolean converged(int members, int mask, String what) {
    int missing = members & live & ~mask;
    if (missing == 0) {
      return true;
    }
    if ((missing & active) != 0 || !groups.canStillArrive(missing)) {
      throw new Fault(
          DeviceFault.Kind.BARRIER,
          Integer.numberOfTrailingZeros(mask),
          "%s names lanes 0x%08x, but lanes 0x%08x do not take part"
              .formatted(what, members, missing));
    }
    hold(false);
    return false;
  }

  /** The active lanes wait in front of this instruction, together with those that do already. */
  private void hold(boolean atBarrier) {
    groups.await(pc - 1, active, atBarrier);
    active = 0;
    next();
  }

  /**
   * True if every live lane is in {@code mask}; otherwise the active lanes wait for the others in
   * front of this barrier of the block.
   *
   * @throws Fault if a lane passes by, or exits instead
   */
  public boolean gathered(int mask) {
    int missing = live & ~mask;
    if (missing != 0 && (missing & active) != 0) {
      throw alone(mask, missing);
    }
    if (missing != 0) {
      hold(true);
    }
    return missing == 0;
  }

  private static Fault alone(int mask, int missing) {
    return new Fault(
        DeviceFault.Kind.BARRIER,
        Integer.numberOfTrailingZeros(mask),
        "lanes 0x%08x reach the barrier without lanes 0x%08x of their warp"
            .formatted(mask, missing));
  }

  private void requireNobodyAtBarrier(int leaving) {
    int group = groups.atBarrier();
    if (group >= 0) {
      pc = groups.pc(group) + 1;
      throw alone(groups.mask(group), leaving);
    }
  }

  /**
   * True if all 32 lanes are in {@code mask}; as {@link #converged} otherwise.
   *
   * @throws Fault if a lane has exited, was never launched, or passes by
   */
  boolean wholeWarp(int mask, String what) {
    if (live != ALL) {
      throw new Fault(
          DeviceFault.Kind.BARRIER,
          Integer.numberOfTrailingZeros(mask),
          "%s needs all 32 lanes; lanes 0x%08x are not there".formatted(what, ~live));
    }
    return converged(ALL, mask, what);
  }

  private void regroup() {
    if (running && active != 0) {
      groups.add(pc, active);
    }
    next();
  }

  private void next() {
    int chosen =
        switch (divergence) {
          case LOWEST_FIRST -> groups.lowestReady();
          case HIGHEST_FIRST -> groups.highestReady();
          case RANDOM ->
              groups.readyFrom(groups.count() == 0 ? 0 : choices.nextInt(groups.count()));
        };
    if (chosen < 0) {
      requireHope();
    }
    take(chosen);
  }

  private void requireHope() {
    if (groups.blocked() < 0) {
      requireNobodyAtBarrier(live);
      if (groups.anyAwaits()) {
        pc = groups.awaitingPc() + 1;
        throw new Fault(
            DeviceFault.Kind.DEADLOCK,
            Integer.numberOfTrailingZeros(groups.awaitingMask()),
            "lanes wait for others of their warp that never come: "
                + Positions.of(block.grid.program, this));
      }
    }
  }

  private void take(int chosen) {
    running = chosen >= 0;
    active = running ? groups.mask(chosen) : 0;
    pc = running ? groups.pc(chosen) : pc;
    chosenAt = spent;
    if (running) {
      groups.remove(chosen);
    }
    meeting = meeting();
  }

  /** Where the running lanes must let others run or join them. */
  private int meeting() {
    return divergence == Divergence.LOWEST_FIRST ? groups.lowest() : Integer.MAX_VALUE;
  }

  public int live() {
    return live;
  }

  public int active() {
    return active;
  }

  /** The lanes that the launch gave this warp. */
  public int lanes() {
    return lanes;
  }

  boolean runnable() {
    return running;
  }

  boolean done() {
    return live == 0;
  }

  /** What an access made now is noted with; 0 where nobody looks for races. */
  long epoch(Ordering how) {
    Clocks clocks = block.clocks;
    return clocks == null ? 0 : clocks.epoch(number) | how.bits();
  }

  boolean isAfter(long epoch) {
    Clocks clocks = block.clocks;
    return clocks == null || clocks.isBefore(epoch, number);
  }

  /** Orders what the warp does before the fence and after, for its block or for the GPU. */
  public void fence(boolean wide) {
    if (block.clocks != null) {
      block.clocks.fence(number, wide);
    }
  }

  /** The instruction being executed, or waited at. */
  int at() {
    return pc - 1;
  }

  Tile tile() {
    Tile room = tile;
    if (room == null) {
      room = Tile.best();
      tile = room;
    }
    return room;
  }

  Groups groups() {
    return groups;
  }

  AsyncCopies copies() {
    return copies;
  }

  long takeInstructions() {
    long count = instructions;
    instructions = 0;
    return count;
  }

  long takeLaneInstructions() {
    long count = laneInstructions;
    laneInstructions = 0;
    return count;
  }

  /** The position of a lane's thread in its block. */
  Dim3 thread(int lane) {
    Dim3 size = block.grid.config.block();
    int index = number * LANES + lane;
    int x = index % size.x();
    int y = index / size.x() % size.y();
    return new Dim3(x, y, index / (size.x() * size.y()));
  }

  Region local(int lane) {
    Region region = local[lane];
    if (region == null) {
      region = new Region(0, block.grid.program.localBytes(), block.grid.trackMemory);
      region.forget(number);
      local[lane] = region;
    }
    return region;
  }
}
