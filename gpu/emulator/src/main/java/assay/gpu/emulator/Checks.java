package assay.gpu.emulator;

import assay.gpu.emulator.machine.Inspection;

/**
 * Which faults the emulator looks for beyond those it always finds.
 *
 * <p>Bounds, alignment, use after free, barriers and traps are always checked.
 *
 * @param uninitialisedMemory reads of bytes that were never written
 * @param uninitialisedRegisters reads of registers that were never written
 * @param races accesses to shared memory by several warps, or by asynchronous copies, that nothing
 *     orders
 * @param globalRaces the same of global memory, by warps of any blocks
 * @param laneRaces the same by lanes of one warp, and stores of one instruction that give one place
 *     different values
 * @param redZones accesses past the ends of a shared variable that reach another one
 * @param instructionsPerWarp how many instructions a warp may execute in one launch
 */
public record Checks(
    boolean uninitialisedMemory,
    boolean uninitialisedRegisters,
    boolean races,
    boolean globalRaces,
    boolean laneRaces,
    boolean redZones,
    long instructionsPerWarp) {

  /** Everything, with room for 2²⁸ instructions per warp. */
  public static final Checks ALL = new Checks(true, true, true, true, true, true, 1L << 28);

  /** Only what is always checked. */
  public static final Checks FEWEST =
      new Checks(false, false, false, false, false, false, Long.MAX_VALUE);

  /** With races and red zones everywhere, or nowhere. */
  public Checks(
      boolean uninitialisedMemory,
      boolean uninitialisedRegisters,
      boolean races,
      long instructionsPerWarp) {
    this(
        uninitialisedMemory,
        uninitialisedRegisters,
        races,
        races,
        races,
        races,
        instructionsPerWarp);
  }

  Inspection inspection() {
    return new Inspection(uninitialisedMemory, races, globalRaces, laneRaces);
  }

  public Checks {
    if (instructionsPerWarp <= 0) {
      throw new IllegalArgumentException(
          "instructionsPerWarp is " + instructionsPerWarp + "; it must be positive");
    }
  }
}
