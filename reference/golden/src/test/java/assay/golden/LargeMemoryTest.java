package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.lanes.Widening;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DecompressHeads;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.ProjectionWeights;
import assay.spec.Result;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Caches and weights past what an array holds: sparse files, of which a few pages exist. An offset
 * that is cut to 32 bits reads zeros.
 */
final class LargeMemoryTest {

  private static final long GIB = 1L << 30;

  @TempDir private Path folder;

  private final Arena arena = Arena.ofShared();

  @AfterEach
  void unmap() {
    arena.close();
  }

  @Test
  void decodeReadsPagesPast4GiB() throws IOException {
    PagedMlaDecode.Problem small = SampleProblem.small(1, 5, 9).withWidths(8, 4).create();
    PagedMlaDecode.Problem large = small.withCache(moved(small.cache()));
    for (Implementation<PagedMlaDecode.Problem> form :
        List.of(
            PagedMlaDecodeReference.create(),
            PagedMlaDecodeF32.create(),
            new PagedMlaDecodeFormula())) {
      Result expected = form.run(small);
      assertTrue(Arrays.stream(expected.tensor("out").values()).allMatch(x -> x != 0));
      ReferenceChecks.assertSame(expected, form.run(large));
    }
  }

  /** The same pages at the end of a larger pool. */
  private PagedLatentCache moved(PagedLatentCache cache) throws IOException {
    long page = cache.bytesPerPage();
    int ahead = Math.toIntExact(5 * GIB / page);
    MemorySegment pool = sparse((ahead + (long) cache.pages()) * page);
    pool.asSlice(ahead * page).copyFrom(cache.bytes());
    int[] table = cache.pageTable().clone();
    for (int b = 0; b < cache.batch(); b++) {
      for (int i = 0; i * cache.pageSize() < cache.lengths()[b]; i++) {
        table[b * cache.pagesPerSequence() + i] += ahead;
      }
    }
    return cache.withPool(pool, table);
  }

  @Test
  void aTokenIsStoredPast4GiB() throws IOException {
    PagedLatentCache cache = moved(SampleProblem.small(2, 4).withWidths(2, 1).create().cache());
    double[] before = cache.read(0, 2);
    AppendLatentCache.Problem append =
        new AppendLatentCache.Problem(
            cache.layout(),
            ScaleRule.POWER_OF_TWO,
            cache.pageSize(),
            cache.bytes(),
            Elements.of(7.0, 8, 9),
            Elements.of(new double[0]),
            new long[] {cache.slot(0, 3)});
    AppendLatentCacheReference.store(append, cache.bytes());
    assertArrayEquals(new double[] {7, 8, 9}, cache.read(0, 3));
    assertArrayEquals(before, cache.read(0, 2));
  }

  /** W_UK and W_UV of the last of many heads. */
  @Test
  void weightsAreReadPast4GiB() throws IOException {
    int latent = 1 << 10;
    int features = 1 << 14;
    long headBytes = (long) features * latent * Short.BYTES;
    int heads = Math.toIntExact(5 * GIB / headBytes);
    MemorySegment weights = sparse(heads * headBytes);
    long lastKey = (heads - 1) * headBytes;
    new Elements(FloatFormat.BF16, weights.asSlice(lastKey)).set(2L * latent + 5, 3);
    double[] token = new double[latent];
    token[5] = 2;
    LatentUp up =
        new LatentUp(
            heads,
            3,
            features - 3,
            new ProjectionWeights.Dense(
                heads * features, latent, new Elements(FloatFormat.BF16, weights)));
    Result last =
        DecompressHeadsReference.create()
            .run(new DecompressHeads.Problem(up, 0, Elements.of(token), heads - 1, 1));
    assertArrayEquals(new double[] {0, 0, 6}, last.tensor("k").values());
  }

  @Test
  void numbersPast4GiBAreWidened() throws IOException {
    for (FloatFormat format : List.of(FloatFormat.BF16, FloatFormat.F32, FloatFormat.FP16)) {
      Elements numbers = new Elements(format, sparse(5 * GIB));
      long first = numbers.count() - 40;
      numbers.set(first + 1, 1.5);
      numbers.set(first + 39, -2);
      float[] target = new float[40];
      Widening.copy(numbers, first, target, 0, 40);
      assertEquals(1.5f, target[1]);
      assertEquals(-2f, target[39]);
    }
  }

  private MemorySegment sparse(long bytes) throws IOException {
    Path file = Files.createTempFile(folder, "sparse", "");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }
  }
}
