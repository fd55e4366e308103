package assay.gpu.emulator.machine;

import org.jspecify.annotations.Nullable;

/** Follows the accesses to one allocation word by word, in pages that are made when touched. */
final class ExactWatch implements Watch {

  private static final int PAGE_BITS = 12;
  private static final int PAGE_WORDS = (1 << PAGE_BITS) / Shadow.GRAIN;

  private final Conflicts conflicts;
  private final @Nullable Shadow[] pages;

  ExactWatch(Grid grid, Region region) {
    this.conflicts = new Conflicts(grid, "byte %d of " + grid.memory.described(region.base()));
    this.pages = new Shadow[Math.toIntExact((region.bytes() >>> PAGE_BITS) + 1)];
  }

  private Shadow page(long word) {
    int number = (int) (word / PAGE_WORDS);
    Shadow page = pages[number];
    if (page == null) {
      page = new Shadow(conflicts, (long) number << PAGE_BITS, PAGE_WORDS);
      pages[number] = page;
    }
    return page;
  }

  @Override
  public void read(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes) {
    for (long word = offset / Shadow.GRAIN; word * Shadow.GRAIN < offset + bytes; word++) {
      int by = WordLanes.of(lane, laneBytes, (int) (word * Shadow.GRAIN - offset));
      int mask = Shadow.mask(word, offset, bytes);
      page(word).read(warp, epoch, by, (int) (word % PAGE_WORDS), mask);
    }
  }

  @Override
  public void write(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes) {
    for (long word = offset / Shadow.GRAIN; word * Shadow.GRAIN < offset + bytes; word++) {
      int by = WordLanes.of(lane, laneBytes, (int) (word * Shadow.GRAIN - offset));
      int mask = Shadow.mask(word, offset, bytes);
      page(word).write(warp, epoch, by, (int) (word % PAGE_WORDS), mask);
    }
  }
}
