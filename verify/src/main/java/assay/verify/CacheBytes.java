package assay.verify;

import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.Result;
import assay.spec.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that tokens take, measured: those that are the same whatever the pool held before.
 *
 * <p>A token takes its D + R codes, and a scale for each tile that has one of its own; what a
 * layout counts beyond that is padding.
 */
final class CacheBytes {

  private static final byte[] BEFORE = {0, (byte) 0xFF};

  private CacheBytes() {}

  static Finding of(Problem problem, Checks<Problem> checks) {
    byte[][] after = new byte[BEFORE.length][];
    for (int i = 0; i < BEFORE.length; i++) {
      byte[] pool = new byte[Math.toIntExact(problem.pool().byteSize())];
      Arrays.fill(pool, BEFORE[i]);
      Problem over =
          AppendLatentCacheProperties.with(
              problem, MemorySegment.ofArray(pool), problem.latent(), problem.slots());
      after[i] = CacheFrame.bytes(checks.run(over)).toArray(ValueLayout.JAVA_BYTE);
    }
    int taken = 0;
    for (int i = 0; i < after[0].length; i++) {
      taken += after[0][i] == after[1][i] ? 1 : 0;
    }
    long tokens = Arrays.stream(problem.slots()).filter(slot -> slot >= 0).count();
    return compare((double) (tokens * ofToken(problem.layout())), taken);
  }

  /** Codes and scales of one token. */
  static int ofToken(LatentLayout layout) {
    int codes =
        layout.latent() * layout.latentFormat().bytes()
            + layout.rope() * layout.ropeFormat().bytes();
    int tiles = layout.latent() / layout.tile();
    return switch (layout) {
      case DenseLayout dense -> codes;
      case Fp8DsMlaLayout tiled -> codes + tiles * Float.BYTES;
      case Model1Layout footer -> codes + tiles;
    };
  }

  private static Finding compare(double wanted, double found) {
    Expectation expected = new Expectation(bytes(wanted), List.of(ErrorBudget.ofLength(1)));
    return Finding.of(Judge.compare(expected, bytes(found)));
  }

  private static Result bytes(double count) {
    return Result.of(
        new Tensor("bytes", List.of(new Tensor.Axis("pool", 1)), new double[] {count}));
  }
}
