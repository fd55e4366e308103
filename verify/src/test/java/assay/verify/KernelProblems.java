package assay.verify;

import assay.gpu.kernels.CacheScales;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.InvalidIndexRule;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.PageTable;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Problems in bf16 of a wanted shape, for kernels. */
final class KernelProblems {

  private static final int PAGE = 16;
  private static final float SCALE = 0.1352338f;

  private KernelProblems() {}

  /** One token that lists {@code keys} slots, of 512 + 64 features, in random order. */
  static SparseMlaDecode.Problem sparse(int heads, int keys) {
    Drawing drawing = new Drawing(heads + keys);
    return sparse(
        drawing,
        heads,
        keys,
        LatentCaches.pool(drawing, DenseLayout.bFloat16(512, 64), PAGE, Math.ceilDiv(keys, PAGE)));
  }

  /** The same over FP8 under scales. */
  static SparseMlaDecode.Problem sparseFp8(int heads, int keys) {
    Drawing drawing = new Drawing(heads + keys);
    int pages = Math.ceilDiv(keys, PAGE);
    PagedLatentCache pool =
        Stream.generate(() -> LatentCaches.pool(drawing, new Fp8DsMlaLayout(512, 64), PAGE, pages))
            .filter(one -> CacheScales.arePowersOfTwo(one, IntStream.range(0, pages * PAGE)))
            .findFirst()
            .orElseThrow();
    return sparse(drawing, heads, keys, pool);
  }

  private static SparseMlaDecode.Problem sparse(
      Drawing drawing, int heads, int keys, PagedLatentCache pool) {
    return new SparseMlaDecode.Problem(
        1,
        1,
        heads,
        512,
        64,
        512,
        normals(drawing, heads * 576),
        pool,
        SparseMlaDecode.Selection.of(keys, drawing.order(keys), InvalidIndexRule.MINUS_ONE),
        SparseMlaDecode.Problem.noSinks(heads),
        SCALE);
  }

  /** One query token of one sequence, over FP8 under scales, 512 + 64. */
  static PagedMlaDecode.Problem fp8(int heads, int keys) {
    return fp8(heads, PAGE, keys);
  }

  /** The same in pages of this size; those of whole tiles are copied in another way. */
  static PagedMlaDecode.Problem fp8(int heads, int pageSize, int keys) {
    Drawing drawing = new Drawing(heads + keys);
    PagedLatentCache cache =
        Stream.generate(
                () -> LatentCaches.paged(drawing, new Fp8DsMlaLayout(512, 64), pageSize, keys))
            .filter(CacheScales::arePowersOfTwo)
            .findFirst()
            .orElseThrow();
    return new PagedMlaDecode.Problem(
        1, heads, 512, 64, normals(drawing, heads * 576), cache, SCALE, false);
  }

  /** One query token of each sequence. */
  static MhaDecode.Problem mha(
      int heads, int keyValueHeads, int keyWidth, int valueWidth, int... lengths) {
    Drawing drawing = new Drawing(heads + keyWidth);
    PageTable table = drawing.pages(PAGE, lengths);
    int rows = Math.toIntExact(table.slots()) * keyValueHeads;
    return new MhaDecode.Problem(
        1,
        heads,
        keyValueHeads,
        keyWidth,
        valueWidth,
        normals(drawing, lengths.length * heads * keyWidth),
        table,
        normals(drawing, rows * keyWidth),
        normals(drawing, rows * valueWidth),
        SCALE,
        false);
  }

  /** One sequence without a cached prefix, causal. */
  static MlaPrefill.Problem prefill(int heads, int keyWidth, int valueWidth, int tokens) {
    Drawing drawing = new Drawing(heads + keyWidth);
    int[] starts = {0, tokens};
    int rows = tokens * heads;
    return new MlaPrefill.Problem(
        heads,
        keyWidth,
        valueWidth,
        starts,
        starts,
        normals(drawing, rows * keyWidth),
        normals(drawing, rows * keyWidth),
        normals(drawing, rows * valueWidth),
        SCALE,
        true);
  }

  private static Elements normals(Drawing drawing, int count) {
    return drawing.normals(FloatFormat.BF16, count, 1);
  }
}
