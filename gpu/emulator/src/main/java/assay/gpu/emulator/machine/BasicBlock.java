package assay.gpu.emulator.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Instructions in a row: no branch leads to any but the first, and only the last may leave them.
 *
 * <p>Lanes that have not parted execute it as a whole. When that has happened often, the block
 * becomes a method of its own, and later one with vectors.
 */
public final class BasicBlock {

  /** After so many executions a method pays: making one takes milliseconds. */
  private static final int OFTEN = 1 << 16;

  /** After so many, vectors may pay too: getting them compiled takes seconds, once. */
  private static final int VERY_OFTEN = 1 << 20;

  /** Methods much longer are compiled badly, or not at all. */
  private static final int MOST = 40;

  /** What a block does. */
  abstract static class Body {
    abstract void execute(Warp warp, int mask);
  }

  private final int first;
  private final Step[] steps;
  private int executed;
  private @Nullable Body body;

  private BasicBlock(int first, Step[] steps) {
    this.first = first;
    this.steps = steps;
  }

  /**
   * The blocks of a program, each at its first instruction; null elsewhere.
   *
   * @param code the instructions
   * @param starts where a block must start
   */
  public static @Nullable BasicBlock[] of(Step[] code, boolean[] starts) {
    @Nullable BasicBlock[] blocks = new BasicBlock[code.length];
    int first = 0;
    for (int end = 1; end <= code.length; end++) {
      if (end == code.length || starts[end] || end - first == MOST) {
        blocks[first] = new BasicBlock(first, Arrays.copyOfRange(code, first, end));
        first = end;
      }
    }
    return blocks;
  }

  int length() {
    return steps.length;
  }

  /** Executes it for all lanes that live. */
  void execute(Warp warp, int mask) {
    if (executed < VERY_OFTEN) {
      count();
    }
    Body whole = body;
    if (whole != null) {
      whole.execute(warp, mask);
      return;
    }
    for (int i = 0; i < steps.length; i++) {
      warp.at(first + i);
      steps[i].execute(warp, mask);
    }
  }

  private void count() {
    int count = executed + 1;
    executed = count;
    if (count == OFTEN) {
      body = BodyMaker.make(first, steps);
    } else if (count == VERY_OFTEN) {
      tryVectors();
    }
  }

  private void tryVectors() {
    Body plain = body;
    Step[] hot = Arrays.stream(steps).map(Step::hot).toArray(Step[]::new);
    if (plain != null && !Arrays.equals(hot, steps)) {
      body = new Trial(plain, BodyMaker.make(first, hot), vectors -> body = vectors);
    }
  }
}
