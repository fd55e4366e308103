package assay.evidence;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a kernel did on one problem, counted by the emulator. Ratios of nothing are NaN.
 *
 * @param kernel its name
 * @param problem one-line recipe
 * @param executed instructions by what they are, once per warp
 * @param warpInstructions all of them
 * @param activeLanes per instruction, of 32
 * @param sectorsPerRequest sectors of 32 bytes that an access of a warp to global memory touched
 * @param sectorExcess sectors touched for each that neighbouring bytes would have needed
 * @param bankConflicts turns at the banks of shared memory for each needed without conflicts
 * @param waits how often a warp had to wait at a barrier or for copies
 * @param bytesMoved to and from global memory, in whole sectors
 * @param bytesFloor the same if each sector were moved once
 * @param neverExecuted instructions that no warp executed: PTX line, CUDA line, text
 */
public record KernelProfile(
    String kernel,
    String problem,
    Map<String, Long> executed,
    long warpInstructions,
    double activeLanes,
    double sectorsPerRequest,
    double sectorExcess,
    double bankConflicts,
    long waits,
    long bytesMoved,
    long bytesFloor,
    List<String> neverExecuted)
    implements Evidence {

  public KernelProfile {
    executed = Collections.unmodifiableMap(new TreeMap<>(executed));
    neverExecuted = List.copyOf(neverExecuted);
  }
}
