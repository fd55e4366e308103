package assay.golden;

import assay.golden.cache.BufferPool;
import assay.golden.cache.PooledBuffer;
import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.spec.PagedMlaDecode.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps of {@link assay.spec.PagedMlaDecode} over one batch that grows, without allocation.
 *
 * <p>Query, page table and lengths are the caller's arrays, given once in a problem; the caller
 * changes what is in them between steps, and keeps every length within its row of the page table.
 * Results go into arrays of the caller's. Temporaries are borrowed once, and do not grow with the
 * context: keys pass in tiles of {@link #KEYS}, under a running softmax.
 *
 * <p>Everything runs on the calling thread, because parallel streams allocate. To use more threads,
 * give each a loop of its own over the same problem, and sequences of its own.
 *
 * <p>Shapes, special cases: as in {@link PagedMlaDecodeReference}. The bits are the same with all
 * lanes, but not those of the other class, whose sums run in another order.
 */
public final class PagedMlaDecodeLoop implements AutoCloseable {

  /** Keys in a tile. */
  private static final int KEYS = 64;

  private final Problem problem;
  private final Lanes lanes;
  private final List<PooledBuffer<double[]>> borrowed = new ArrayList<>();
  private final Block query;
  private final Block keys;
  private final Block latents;
  private final Block weights;
  private final Block means;
  private final double[] key;
  private final double[] largest;
  private final double[] sums;

  private PagedMlaDecodeLoop(Problem problem, BufferPool pool, Lanes lanes) {
    this.problem = problem;
    this.lanes = lanes;
    this.query = borrow(pool, problem.heads(), problem.width());
    this.keys = borrow(pool, problem.width(), KEYS);
    this.latents = borrow(pool, KEYS, problem.latent());
    this.weights = borrow(pool, problem.heads(), KEYS);
    this.means = borrow(pool, problem.heads(), problem.latent());
    this.key = borrow(pool, 1, problem.width()).data();
    this.largest = borrow(pool, 1, problem.heads()).data();
    this.sums = borrow(pool, 1, problem.heads()).data();
  }

  /** With the fastest lanes of this machine. */
  public static PagedMlaDecodeLoop over(Problem problem, BufferPool pool) {
    return with(Lanes.best(), problem, pool);
  }

  /** With these lanes; the results are the same bits. */
  public static PagedMlaDecodeLoop with(Lanes lanes, Problem problem, BufferPool pool) {
    return new PagedMlaDecodeLoop(problem, pool, lanes);
  }

  /**
   * Decodes every sequence as it is now.
   *
   * @param out [B, S, H, D]
   * @param lseNats [B, S, H]
   */
  public void runInto(double[] out, double[] lseNats) {
    for (int b = 0; b < problem.batch(); b++) {
      runInto(b, out, lseNats);
    }
  }

  /** Decodes sequence {@code b} into its rows of the same arrays. */
  public void runInto(int b, double[] out, double[] lseNats) {
    requireLength("out", out, (long) problem.rows() * problem.latent());
    requireLength("lseNats", lseNats, problem.rows());
    for (int s = 0; s < problem.queryTokens(); s++) {
      int row = (b * problem.queryTokens() + s) * problem.heads();
      attend(b, problem.visible(b, s), row);
      finish(problem.visible(b, s), row, out, lseNats);
    }
  }

  /** Gives the temporaries back. */
  @Override
  public void close() {
    borrowed.forEach(PooledBuffer::close);
    borrowed.clear();
  }

  /** Rows {@code firstRow} to before {@code firstRow + H} over the first {@code visible} keys. */
  private void attend(int b, int visible, int firstRow) {
    loadQuery(firstRow);
    clear(means);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    Arrays.fill(sums, 0);
    for (int first = 0; first < visible; first += KEYS) {
      int count = Math.min(KEYS, visible - first);
      loadKeys(b, first, count);
      clear(weights);
      lanes.multiplyAdd(query, keys, weights);
      for (int h = 0; h < problem.heads(); h++) {
        softmax(h, count);
      }
      lanes.multiplyAdd(weights, latents, means);
    }
  }

  /** scale · q is exact in binary64. */
  private void loadQuery(int firstRow) {
    long offset = (long) firstRow * problem.width();
    double[] target = query.data();
    for (int i = 0; i < problem.heads() * problem.width(); i++) {
      target[i] = problem.scale() * problem.query().get(offset + i);
    }
  }

  /** A tile of keys, by feature and by key; 0 past the last one, whatever its slot holds. */
  private void loadKeys(int b, int first, int count) {
    clear(keys);
    clear(latents);
    int width = problem.width();
    for (int t = 0; t < count; t++) {
      problem.cache().read(b, first + t, 0, width, key, 0);
      System.arraycopy(key, 0, latents.data(), t * problem.latent(), problem.latent());
      for (int i = 0; i < width; i++) {
        keys.data()[i * KEYS + t] = key[i];
      }
    }
  }

  /** Turns the scores of a head's tile into weights, and brings earlier sums to the new maximum. */
  private void softmax(int h, int count) {
    double[] row = weights.data();
    int begin = h * KEYS;
    double before = largest[h];
    double now = before;
    for (int t = begin; t < begin + count; t++) {
      now = Math.max(now, row[t]);
    }
    double shift = now == Double.NEGATIVE_INFINITY ? 0 : now;
    double factor = before == now ? 1 : StrictMath.exp(before - shift);
    double sum = factor * sums[h];
    for (int t = begin; t < begin + count; t++) {
      row[t] = StrictMath.exp(row[t] - shift);
      sum += row[t];
    }
    Arrays.fill(row, begin + count, begin + KEYS, 0);
    rescale(h, factor);
    largest[h] = now;
    sums[h] = sum;
  }

  private void rescale(int h, double factor) {
    int latent = problem.latent();
    for (int i = h * latent; factor != 1 && i < (h + 1) * latent; i++) {
      means.data()[i] *= factor;
    }
  }

  /** No key leaves 0 and −∞; keys whose weights sum to 0 leave NaN. */
  private void finish(int visible, int firstRow, double[] out, double[] lse) {
    int latent = problem.latent();
    for (int h = 0; h < problem.heads(); h++) {
      int at = (firstRow + h) * latent;
      double sum = visible == 0 ? 1 : sums[h];
      for (int d = 0; d < latent; d++) {
        out[at + d] = means.data()[h * latent + d] / sum;
      }
      boolean blind = visible > 0 && largest[h] == Double.NEGATIVE_INFINITY;
      lse[firstRow + h] = blind ? Double.NaN : largest[h] + StrictMath.log(sum);
    }
  }

  private Block borrow(BufferPool pool, int rows, int columns) {
    PooledBuffer<double[]> buffer = pool.doubles(Math.multiplyExact(rows, columns));
    borrowed.add(buffer);
    return Block.of(buffer.data(), rows, columns);
  }

  private static void clear(Block block) {
    Arrays.fill(block.data(), 0, block.rows() * block.columns(), 0);
  }

  private static void requireLength(String name, double[] array, long expected) {
    if (array.length != expected) {
      throw new IllegalArgumentException(
          "%s has %d elements; its shape holds %d".formatted(name, array.length, expected));
    }
  }
}
