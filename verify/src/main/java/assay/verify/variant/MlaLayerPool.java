package assay.verify.variant;

import assay.numerics.Elements;
import assay.spec.DenseLayout;
import assay.spec.MlaLayer.Problem;
import assay.spec.PagedLatentCache;
import java.lang.foreign.MemorySegment;

/** A layer's cache: the pages of each sequence lie in falling order, unwritten slots hold NaN. */
public final class MlaLayerPool {

  private final DenseLayout layout;
  private final int pageSize;
  private final int pages;
  private final MemorySegment bytes;
  private final int batch;

  MlaLayerPool(Problem problem) {
    this.layout =
        new DenseLayout(
            problem.store().format(), problem.shape().latent(), problem.shape().rope(), 1);
    this.pageSize = problem.store().pageSize();
    this.batch = problem.schedule().batch();
    int longest = 0;
    for (int b = 0; b < batch; b++) {
      longest = Math.max(longest, problem.schedule().tokens(b));
    }
    this.pages = Math.ceilDiv(longest, pageSize);
    long size = (long) batch * pages * layout.bytesPerPage(pageSize);
    this.bytes = MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    Elements all = elements();
    for (long i = 0; i < all.count(); i++) {
      all.set(i, Double.NaN);
    }
  }

  /** Writes feature {@code i} of token {@code t} of sequence {@code b}. */
  public void store(int b, int t, int i, double value) {
    elements().set(slot(b, t) * layout.width() + i, value);
  }

  /** Feature {@code i} of token {@code t} of sequence {@code b}. */
  public double load(int b, int t, int i) {
    return elements().get(slot(b, t) * layout.width() + i);
  }

  /** The first {@code length} tokens of a sequence. */
  public PagedLatentCache sequence(int b, int length) {
    int[] table = new int[pages];
    for (int i = 0; i < pages; i++) {
      table[i] = page(b, i);
    }
    return new PagedLatentCache(pageSize, layout, bytes, pages, table, new int[] {length});
  }

  private long slot(int b, int t) {
    return (long) page(b, t / pageSize) * pageSize + t % pageSize;
  }

  private int page(int b, int i) {
    return (pages - 1 - i) * batch + b;
  }

  private Elements elements() {
    return new Elements(layout.format(), bytes);
  }
}
