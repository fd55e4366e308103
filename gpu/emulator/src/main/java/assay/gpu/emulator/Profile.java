package assay.gpu.emulator;

import assay.gpu.emulator.machine.InstructionClass;
import assay.gpu.emulator.machine.Meter;
import assay.gpu.emulator.machine.Tally;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What the instructions of a device's kernels have done.
 *
 * <p>Ratios of nothing are NaN.
 *
 * @param tallies one for each instruction, in the order of the text
 * @param distinctSectors sectors of global memory that anyone touched
 */
public record Profile(List<Tally> tallies, long distinctSectors) {

  public Profile {
    tallies = List.copyOf(tallies);
  }

  /** What instructions of these kinds have done. */
  public Profile only(InstructionClass... kinds) {
    Set<InstructionClass> wanted = Set.of(kinds);
    return new Profile(
        tallies.stream().filter(tally -> wanted.contains(tally.kind())).toList(), distinctSectors);
  }

  /** Executed instructions, once per warp, by what they are; classes without any are left out. */
  public Map<InstructionClass, Long> executed() {
    Map<InstructionClass, Long> executed = new EnumMap<>(InstructionClass.class);
    for (Tally tally : tallies) {
      if (tally.executed() > 0) {
        executed.merge(tally.kind(), tally.executed(), Long::sum);
      }
    }
    return executed;
  }

  /** Executed instructions, once per warp. */
  public long warpInstructions() {
    return sum(Tally::executed);
  }

  /** Active lanes per instruction, of 32. */
  public double activeLanes() {
    return (double) sum(Tally::lanes) / warpInstructions();
  }

  /** Sectors of 32 bytes per request to global memory. */
  public double sectorsPerRequest() {
    return (double) sum(Tally::sectors) / sum(Tally::requests);
  }

  /** Sectors that were touched for each that neighbouring bytes would have needed; at best 1. */
  public double sectorExcess() {
    return (double) sum(Tally::sectors) / sum(Tally::leastSectors);
  }

  /** Turns at the banks of shared memory for each that is needed without conflicts; at best 1. */
  public double bankConflicts() {
    return (double) sum(Tally::ways) / sum(Tally::phases);
  }

  /** How often a warp had to wait for others, or for copies. */
  public long waits() {
    return sum(Tally::waits);
  }

  /** Bytes that requests moved to and from global memory, in whole sectors. */
  public long bytesMoved() {
    return sum(Tally::sectors) * Meter.SECTOR;
  }

  /** Bytes that had to be moved at least: each sector once. */
  public long bytesFloor() {
    return distinctSectors * Meter.SECTOR;
  }

  /** Instructions that no warp has executed, of entry points that were launched. */
  public List<Tally> neverExecuted() {
    Set<String> launched =
        tallies.stream()
            .filter(tally -> tally.executed() > 0)
            .map(Tally::kernel)
            .collect(Collectors.toSet());
    return tallies.stream()
        .filter(tally -> tally.executed() == 0 && launched.contains(tally.kernel()))
        .toList();
  }

  private long sum(ToLongFunction<Tally> figure) {
    return tallies.stream().mapToLong(figure).sum();
  }
}
