package assay.gpu.emulator;

/**
 * What a device has executed so far.
 *
 * @param warpInstructions instructions, once per warp
 * @param laneInstructions instructions, once per active lane
 */
public record Counters(long warpInstructions, long laneInstructions) {

  Counters plus(long warp, long lane) {
    return new Counters(warpInstructions + warp, laneInstructions + lane);
  }

  /** What was executed since {@code earlier}. */
  public Counters since(Counters earlier) {
    return new Counters(
        warpInstructions - earlier.warpInstructions, laneInstructions - earlier.laneInstructions);
  }
}
