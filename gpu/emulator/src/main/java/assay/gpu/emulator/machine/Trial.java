package assay.gpu.emulator.machine;

import java.util.function.Consumer;

/**
 * Executes a block as before, and now and then with vectors until these turn out to be faster: they
 * are very slow until the JIT has compiled them, which takes it a while.
 *
 * <p>Both do the same, so nothing but speed depends on when that is.
 */
final class Trial extends BasicBlock.Body {

  /** Of so many executions one is with vectors. */
  private static final int EVERY = 64;

  /** So many of each kind are compared. */
  private static final int SAMPLES = 64;

  private final BasicBlock.Body plain;
  private final BasicBlock.Body vectors;
  private final Consumer<BasicBlock.Body> adopt;
  private int executed;
  private long plainNanos = Long.MAX_VALUE;
  private long vectorNanos = Long.MAX_VALUE;

  /**
   * @param adopt takes {@code vectors} once they are faster
   */
  Trial(BasicBlock.Body plain, BasicBlock.Body vectors, Consumer<BasicBlock.Body> adopt) {
    this.plain = plain;
    this.vectors = vectors;
    this.adopt = adopt;
  }

  @Override
  void execute(Warp warp, int mask) {
    int count = executed++;
    switch (count % EVERY) {
      case 0 -> vectorNanos = Math.min(vectorNanos, nanos(vectors, warp, mask));
      case 1 -> plainNanos = Math.min(plainNanos, nanos(plain, warp, mask));
      default -> plain.execute(warp, mask);
    }
    if (count >= EVERY * SAMPLES) {
      judge();
    }
  }

  private static long nanos(BasicBlock.Body body, Warp warp, int mask) {
    long start = System.nanoTime();
    body.execute(warp, mask);
    return System.nanoTime() - start;
  }

  /** By the shortest time of each, which is the one that nothing else disturbed. */
  private void judge() {
    if (vectorNanos < plainNanos) {
      adopt.accept(vectors);
    }
    executed = 0;
    plainNanos = Long.MAX_VALUE;
    vectorNanos = Long.MAX_VALUE;
  }
}
