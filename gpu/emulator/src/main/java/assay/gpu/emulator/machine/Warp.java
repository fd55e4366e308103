package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** 32 threads that execute together: their registers, and what they do one after the other. */
public final class Warp {

  public static final int LANES = 32;

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

  /** Scratch: lanes that give the same address. */
  final Twins twins = new Twins();

  public final Block block;
  public final int number;

  private final Program program;
  private final Flow flow;
  private final AsyncCopies copies;
  private final @Nullable Region[] local;
  private @Nullable Tile tile;
  private int lanes;
  private long instructions;
  private long laneInstructions;

  Warp(Block block, int number) {
    this.block = block;
    this.number = number;
    this.program = block.grid.program;
    this.copies = new AsyncCopies(block.grid.schedule.completion());
    this.flow = new Flow(this, block.grid.schedule.divergence());
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
    flow.begin(lanes, random);
    copies.clear(random);
    Arrays.fill(written, 0);
    RegisterFile.special(this, program.frame());
    for (Region region : local) {
      if (region != null) {
        region.forget(number);
      }
    }
  }

  /** Runs until every lane waits or has exited, or has executed {@code most} instructions. */
  void run(int most) {
    copies.stir();
    long limit = block.grid.instructionLimit;
    long left = limit - flow.spent();
    execute(left < most ? left + 1 : most);
    if (flow.spent() > limit) {
      throw new Fault(
          DeviceFault.Kind.TIME_LIMIT,
          Integer.numberOfTrailingZeros(flow.active()),
          "the warp has executed %d instructions".formatted(limit));
    }
    if (flow.running()) {
      flow.giveWay();
    }
  }

  /** Lanes that have not parted execute whole blocks, others one instruction after the other. */
  private void execute(long end) {
    Step[] code = program.code();
    @Nullable BasicBlock[] blocks = program.blocks();
    long count = 0;
    long laneCount = 0;
    try {
      while (flow.running() && count < end) {
        int mask = flow.active();
        int at = flow.next();
        BasicBlock whole = mask == flow.live() ? blocks[at] : null;
        int length = whole == null ? 1 : whole.length();
        if (whole == null || count + length > end) {
          count++;
          laneCount += Integer.bitCount(mask);
          flow.at(at);
          code[at].execute(this, mask);
        } else {
          count += length;
          laneCount += (long) length * Integer.bitCount(mask);
          whole.execute(this, mask);
        }
        flow.meet();
      }
    } finally {
      flow.spend(count);
      instructions += count;
      laneInstructions += laneCount;
    }
  }

  /** Sends the lanes of {@code mask} to {@code target}; the other active lanes go on. */
  public void branch(int target, int mask) {
    flow.branch(target, mask);
  }

  /** Ends the threads of {@code mask}. */
  public void exit(int mask) {
    flow.exit(mask);
  }

  /**
   * True if every live lane of {@code members} is in {@code mask}; otherwise the active lanes wait
   * in front of this instruction for the missing ones.
   *
   * @throws Fault if a missing lane passes by without taking part
   */
  public boolean converged(int members, int mask, String what) {
    return flow.converged(members, mask, what);
  }

  /**
   * True if every live lane is in {@code mask}; otherwise the active lanes wait for the others in
   * front of this barrier of the block.
   *
   * @throws Fault if a lane passes by, or exits instead
   */
  public boolean gathered(int mask) {
    return flow.gathered(mask);
  }

  /**
   * True if all 32 lanes are in {@code mask}; as {@link #converged} otherwise.
   *
   * @throws Fault if a lane has exited, was never launched, or passes by
   */
  boolean wholeWarp(int mask, String what) {
    if (flow.live() != ALL) {
      throw new Fault(
          DeviceFault.Kind.BARRIER,
          Integer.numberOfTrailingZeros(mask),
          "%s needs all 32 lanes; lanes 0x%08x are not there".formatted(what, ~flow.live()));
    }
    return converged(ALL, mask, what);
  }

  /** Writes one value into a word of every lane of {@code mask}. */
  public void give(int word, int mask, int value) {
    int[] to = words[word];
    for (int left = mask; left != 0; left &= left - 1) {
      to[Integer.numberOfTrailingZeros(left)] = value;
    }
  }

  /** Writes one truth into a predicate of every lane of {@code mask}. */
  public void decide(int predicate, int mask, boolean truth) {
    predicates[predicate] = (predicates[predicate] & ~mask) | (truth ? mask : 0);
  }

  public int live() {
    return flow.live();
  }

  public int active() {
    return flow.active();
  }

  /** The lanes that the launch gave this warp. */
  public int lanes() {
    return lanes;
  }

  Flow flow() {
    return flow;
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

  /** The same of an access by {@code lane}, before one that {@code next} makes now. */
  boolean isAfter(long epoch, int lane, int next) {
    Clocks clocks = block.clocks;
    return clocks == null || clocks.isBefore(epoch, lane, number, next);
  }

  /** The same for whatever any lane does now. */
  boolean areAfter(long epoch) {
    Clocks clocks = block.clocks;
    return clocks == null || clocks.isBeforeAll(epoch, number);
  }

  /** Some lanes have met at a barrier of the warp; all are taken to have. */
  public void meet() {
    if (block.clocks != null) {
      block.clocks.step(number);
    }
  }

  /** Orders what the warp does before the fence and after, for its block or for the GPU. */
  public void fence(boolean wide) {
    if (block.clocks != null) {
      block.clocks.fence(number, wide);
    }
  }

  /** The instruction being executed, or waited at. */
  int at() {
    return flow.next() - 1;
  }

  /** This instruction is being executed. */
  void at(int instruction) {
    flow.at(instruction);
  }

  Tile tile() {
    Tile room = tile;
    if (room == null) {
      room = Tile.best();
      tile = room;
    }
    return room;
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
      region = new Region(0, program.localBytes(), block.grid.inspection.memory());
      region.forget(number);
      local[lane] = region;
    }
    return region;
  }
}
