package assay.gpu.emulator.machine;

/** Follows the accesses to one part of a block's shared memory. */
final class SharedWatch implements Watch {

  private final Shadow words;

  SharedWatch(Grid grid, SharedPlan.Part part) {
    int bytes = Math.toIntExact(part.bytes());
    this.words =
        new Shadow(
            new Conflicts(grid, SharedMemory.place(part)), 0, Math.ceilDiv(bytes, Shadow.GRAIN));
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
      int by = WordLanes.of(lane, laneBytes, word * Shadow.GRAIN - (int) offset);
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
      int by = WordLanes.of(lane, laneBytes, word * Shadow.GRAIN - (int) offset);
      words.write(warp, epoch, by, word, Shadow.mask(word, offset, bytes));
    }
  }
}
