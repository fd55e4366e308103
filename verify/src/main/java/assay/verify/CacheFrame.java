package assay.verify;

import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/** The bytes of a pool that belong to slots that are written; all others stay. */
final class CacheFrame {

  private final Problem problem;
  private final LatentLayout layout;
  private final BitSet written = new BitSet();

  private CacheFrame(Problem problem) {
    this.problem = problem;
    this.layout = problem.layout();
    for (long slot : problem.slots()) {
      if (slot >= 0) {
        markSlot(
            slot / problem.pageSize() * layout.bytesPerPage(problem.pageSize()),
            (int) (slot % problem.pageSize()));
      }
    }
  }

  static Finding of(Problem problem, Result result) {
    CacheFrame frame = new CacheFrame(problem);
    MemorySegment pool = bytes(result);
    for (long i = 0; i < pool.byteSize(); i++) {
      if (!frame.written.get((int) i)) {
        pool.set(ValueLayout.JAVA_BYTE, i, problem.pool().get(ValueLayout.JAVA_BYTE, i));
      }
    }
    return Checks.sameBits(AppendLatentCache.result(problem, pool), result);
  }

  /** The result's pool, in memory of its own. */
  static MemorySegment bytes(Result result) {
    double[] numbers = result.tensor("pool").values();
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) numbers[i];
    }
    return MemorySegment.ofArray(bytes);
  }

  private void markSlot(long page, int place) {
    mark(
        page + layout.latentOffset(problem.pageSize(), place),
        (long) layout.latent() * layout.latentFormat().bytes());
    mark(
        page + layout.ropeOffset(problem.pageSize(), place),
        (long) layout.rope() * layout.ropeFormat().bytes());
    int tiles = layout.latent() / layout.tile();
    switch (layout) {
      case DenseLayout dense -> {}
      case Fp8DsMlaLayout tiled ->
          mark(page + tiled.scaleOffset(place), (long) tiles * Float.BYTES);
      case Model1Layout footer -> mark(page + footer.scaleOffset(problem.pageSize(), place), tiles);
    }
  }

  private void mark(long from, long count) {
    written.set(Math.toIntExact(from), Math.toIntExact(from + count));
  }
}
