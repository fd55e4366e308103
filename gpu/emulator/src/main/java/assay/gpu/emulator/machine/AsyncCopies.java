package assay.gpu.emulator.machine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.SplittableRandom;

/**
 * The asynchronous copies of one warp that are under way, in groups that each lane closes and waits
 * for on its own. PTX ISA 9.7.9.25.3.
 */
final class AsyncCopies {

  /** One lane's copy; it reads its source when it completes. */
  private record Copy(
      int lane, int group, Region from, long at, int present, Region to, long into, int bytes) {

    boolean complete() {
      for (int i = 0; i < bytes; i++) {
        to.putByte(into + i, i < present ? from.getByte(at + i) : 0);
      }
      to.markWritten(into, bytes);
      return true;
    }
  }

  private final Completion completion;
  private SplittableRandom choices = new SplittableRandom(0);
  private final Deque<Copy> pending = new ArrayDeque<>();

  /** Groups that each lane has closed. */
  private final int[] closed = new int[Warp.LANES];

  /** Whose groups were closed so far, and how many copies the warp had issued by then. */
  private int[] closers = new int[8];

  private int[] issuedBefore = new int[8];
  private int commits;
  private int issued;

  AsyncCopies(Completion completion) {
    this.completion = completion;
  }

  void clear(SplittableRandom random) {
    choices = random;
    pending.clear();
    Arrays.fill(closed, 0);
    commits = 0;
    issued = 0;
  }

  /** The number of a copy that the warp issues now, from 1. */
  int issue() {
    return ++issued;
  }

  /** Of {@code bytes} bytes the first {@code present} come from the source, the rest are zero. */
  void begin(int lane, Region from, long at, int present, Region to, long into, int bytes) {
    Copy copy = new Copy(lane, closed[lane], from, at, present, to, into, bytes);
    switch (completion) {
      case EARLIEST -> copy.complete();
      case LATEST, RANDOM -> pending.add(copy);
    }
  }

  /** Completes some of what is under way, if copies complete at random. */
  void stir() {
    if (completion == Completion.RANDOM && !pending.isEmpty()) {
      pending.removeIf(copy -> choices.nextInt(4) == 0 && copy.complete());
    }
  }

  /** Closes the group of each lane in {@code mask}. */
  void commit(int mask) {
    stir();
    for (int left = mask; left != 0; left &= left - 1) {
      closed[Integer.numberOfTrailingZeros(left)]++;
    }
    if (commits == closers.length) {
      closers = Arrays.copyOf(closers, 2 * commits);
      issuedBefore = Arrays.copyOf(issuedBefore, 2 * commits);
    }
    closers[commits] = mask;
    issuedBefore[commits++] = issued;
  }

  /** Completes what lanes of {@code mask} have begun, but for their {@code newest} last groups. */
  void await(int mask, int newest) {
    for (Iterator<Copy> copies = pending.iterator(); copies.hasNext(); ) {
      Copy copy = copies.next();
      if ((mask >> copy.lane & 1) != 0 && copy.group < closed[copy.lane] - newest) {
        copy.complete();
        copies.remove();
      }
    }
  }

  /** Which of a lane's copies lie in groups it has closed, but for the newest: the last number. */
  int finished(int lane, int newest) {
    int skipped = 0;
    for (int i = commits - 1; i >= 0; i--) {
      if ((closers[i] >> lane & 1) != 0 && skipped++ == newest) {
        return issuedBefore[i];
      }
    }
    return 0;
  }
}
