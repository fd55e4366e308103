package assay.gpu.emulator.machine;

/**
 * What a launch is watched for.
 *
 * @param memory reads of shared and local memory that was never written
 * @param races accesses to shared memory that nothing orders
 * @param globalRaces the same of global memory
 * @param laneRaces the same by lanes of one warp, in the memory that is watched
 */
public record Inspection(boolean memory, boolean races, boolean globalRaces, boolean laneRaces) {}
