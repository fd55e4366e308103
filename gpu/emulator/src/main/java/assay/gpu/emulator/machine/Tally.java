package assay.gpu.emulator.machine;

import java.util.concurrent.atomic.LongAdder;

/** What one instruction has done so far; warps on several threads add to it. */
public final class Tally {

  final LongAdder executed = new LongAdder();
  final LongAdder lanes = new LongAdder();
  final LongAdder waits = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder sectors = new LongAdder();
  final LongAdder leastSectors = new LongAdder();
  final LongAdder phases = new LongAdder();
  final LongAdder ways = new LongAdder();

  private final String kernel;
  private final Program.Place place;
  private final String text;
  private final InstructionClass kind;

  /**
   * @param kernel the entry point
   * @param text the instruction
   */
  public Tally(String kernel, Program.Place place, String text, InstructionClass kind) {
    this.kernel = kernel;
    this.place = place;
    this.text = text;
    this.kind = kind;
  }

  public String kernel() {
    return kernel;
  }

  public Program.Place place() {
    return place;
  }

  public String text() {
    return text;
  }

  public InstructionClass kind() {
    return kind;
  }

  /** How often a warp has executed it, guards not asked. */
  public long executed() {
    return executed.sum();
  }

  /** How many lanes were active then, together. */
  public long lanes() {
    return lanes.sum();
  }

  /** How often a warp had to wait at it. */
  public long waits() {
    return waits.sum();
  }

  /** How often a warp has asked global memory for something. */
  public long requests() {
    return requests.sum();
  }

  /** Sectors of 32 bytes that the requests touched. */
  public long sectors() {
    return sectors.sum();
  }

  /** How many they would have touched, had the same bytes been neighbours. */
  public long leastSectors() {
    return leastSectors.sum();
  }

  /** Turns that accesses to shared memory take at least: one for 128 bytes. */
  public long phases() {
    return phases.sum();
  }

  /** Turns that they took: words of the same bank take one after the other. */
  public long ways() {
    return ways.sum();
  }
}
