package assay.gpu.emulator.machine;

import org.jspecify.annotations.Nullable;

/** Follows the accesses of one thread's blocks to global memory. */
final class GlobalWatch {

  private final Grid grid;
  private final @Nullable Undo undo;
  private final @Nullable Watch[] regions;

  /**
   * @param undo where cheap watching keeps what it overwrites; null to watch closely
   */
  GlobalWatch(Grid grid, @Nullable Undo undo) {
    this.grid = grid;
    this.undo = undo;
    this.regions = new Watch[grid.memory.live()];
  }

  Watch of(Region region) {
    Watch watch = regions[region.slot()];
    if (watch == null) {
      watch =
          undo == null
              ? new ExactWatch(grid, region)
              : new CoarseWatch(region, undo, grid.inspection.laneRaces());
      regions[region.slot()] = watch;
    }
    return watch;
  }

  /** Whether two threads' blocks may have met at some word, one of them writing. */
  boolean conflicts(GlobalWatch other) {
    for (int i = 0; i < regions.length; i++) {
      if (regions[i] instanceof CoarseWatch mine
          && other.regions[i] instanceof CoarseWatch theirs
          && mine.conflicts(theirs)) {
        return true;
      }
    }
    return false;
  }
}
