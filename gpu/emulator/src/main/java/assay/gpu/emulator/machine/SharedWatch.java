package assay.gpu.emulator.machine;

/** Follows the accesses to a block's shared memory. */
final class SharedWatch implements Watch {

  private final Shadow words;

  SharedWatch(Grid grid, int bytes) {
    this.words =
        new Shadow(new Conflicts(grid, "shared byte %d"), 0, Math.ceilDiv(bytes, Shadow.GRAIN));
  }

  void clear() {
    words.clear();
  }

  private static boolean isWholeWords(long offset, int bytes) {
    return ((offset | bytes) & Shadow.GRAIN - 1) == 0;
  }

  @Override
  public void read(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes) {
    if (isWholeWords(offset, bytes)) {
      int first = (int) offset / Shadow.GRAIN;
      words.readRun(warp, epoch, lane, laneBytes, first, bytes / Shadow.GRAIN);
      return;
    }
    int end = (int) offset + bytes;
    for (int word = (int) offset / Shadow.GRAIN; word * Shadow.GRAIN < end; word++) {
      int by = lane + Math.max(word * Shadow.GRAIN - (int) offset, 0) / laneBytes;
      words.read(warp, epoch, by, word, Shadow.mask(word, offset, bytes));
    }
  }

  @Override
  public void write(Warp warp, long epoch, int lane, int laneBytes, long offset, int bytes) {
    if (isWholeWords(offset, bytes)) {
      int first = (int) offset / Shadow.GRAIN;
      words.writeRun(warp, epoch, lane, laneBytes, first, bytes / Shadow.GRAIN);
      return;
    }
    int end = (int) offset + bytes;
    for (int word = (int) offset / Shadow.GRAIN; word * Shadow.GRAIN < end; word++) {
      int by = lane + Math.max(word * Shadow.GRAIN - (int) offset, 0) / laneBytes;
      words.write(warp, epoch, by, word, Shadow.mask(word, offset, bytes));
    }
  }
}
