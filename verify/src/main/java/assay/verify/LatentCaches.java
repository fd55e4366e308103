package assay.verify;

import assay.golden.AppendLatentCacheReference;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.PageTable;
import assay.spec.PagedLatentCache;
import assay.spec.Tensor.Axis;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Latent caches for problems, in every layout, and caches as tensors. */
final class LatentCaches {

  /** A power of two, and one that is none: readers round the scale, or convert it. */
  private static final List<Float> TENSOR_SCALES = List.of(0.0625f, 0.0371f);

  /** Factors between tiles of features that have a scale of their own. */
  private static final List<Double> TILE_STEPS = List.of(1.0, 0x1p-6);

  /** How much larger roped features are than latent ones. */
  private static final List<Double> ROPE_SIZES = List.of(1.0, 16.0);

  private LatentCaches() {}

  /** Any layout, tiny to 128 + 64. */
  static LatentLayout smallLayout(Drawing drawing) {
    int latent = drawing.pick(List.of(1, 7, 64, 128, 128));
    return layout(drawing, latent, 2 * drawing.between(0, 8));
  }

  /** Any layout that these widths admit. */
  static LatentLayout layout(Drawing drawing, int latent, int rope) {
    List<LatentLayout> layouts = new ArrayList<>();
    layouts.add(DenseLayout.bFloat16(latent, rope));
    layouts.add(DenseLayout.float16(latent, rope));
    layouts.add(DenseLayout.fp8(latent, rope, drawing.pick(TENSOR_SCALES)));
    if (latent % 128 == 0) {
      layouts.add(new Fp8DsMlaLayout(latent, rope));
    }
    if (latent % 64 == 0) {
      layouts.add(Model1Layout.padded(latent, rope));
    }
    return drawing.pick(layouts);
  }

  /** Normal keys in every slot of a pool that belongs to no sequence. */
  static PagedLatentCache pool(Drawing drawing, LatentLayout layout, int pageSize, int pages) {
    MemorySegment bytes = filled(drawing, layout, pageSize, pages);
    return new PagedLatentCache(pageSize, layout, bytes, 0, new int[0], new int[0]);
  }

  /** Sequences of these lengths, their pages in random order. */
  static PagedLatentCache paged(
      Drawing drawing, LatentLayout layout, int pageSize, int... lengths) {
    PageTable table = drawing.pages(pageSize, lengths);
    MemorySegment bytes = filled(drawing, layout, pageSize, table.pages());
    return new PagedLatentCache(
        pageSize, layout, bytes, table.pagesPerSequence(), table.entries(), lengths);
  }

  /** The pool: numbers where all have one format, else bytes. */
  static void addPool(ProblemData.Builder data, PagedLatentCache cache) {
    Axis page = new Axis("page", cache.pages());
    LatentLayout layout = cache.layout();
    if (layout instanceof DenseLayout dense && dense.format() != FloatFormat.FP8_E4M3) {
      Axis p = new Axis("p", cache.pageSize());
      data.floats("slots", cache.elements(), page, p, new Axis("i", cache.width()));
    } else {
      Axis place = new Axis("byte", Math.toIntExact(cache.bytesPerPage()));
      data.bytes("slots", cache.bytes(), page, place);
    }
    addLayout(data, layout);
    data.scalar("pageSize", cache.pageSize());
  }

  /** The pool with its sequences. */
  static void addPaged(ProblemData.Builder data, PagedLatentCache cache) {
    addPool(data, cache);
    Axis b = new Axis("b", cache.batch());
    data.ints("pageTable", cache.pageTable(), b, new Axis("entry", cache.pagesPerSequence()))
        .ints("lengths", cache.lengths(), b);
  }

  static void addLayout(ProblemData.Builder data, LatentLayout layout) {
    switch (layout) {
      case DenseLayout dense ->
          data.scalar("layout", "dense")
              .scalar("layout.format", dense.format())
              .scalar("layout.tensorScale", dense.tensorScale());
      case Fp8DsMlaLayout tiled ->
          data.scalar("layout", "fp8_ds_mla").scalar("layout.reading", tiled.reading());
      case Model1Layout footer ->
          data.scalar("layout", "MODEL1").scalar("layout.pageMultiple", footer.pageMultiple());
    }
    data.scalar("latent", layout.latent()).scalar("rope", layout.rope());
  }

  private static MemorySegment filled(
      Drawing drawing, LatentLayout layout, int pageSize, int pages) {
    MemorySegment pool =
        MemorySegment.ofArray(
            new byte[Math.toIntExact(Math.multiplyExact(pages, layout.bytesPerPage(pageSize)))]);
    int slots = pages * pageSize;
    double step = drawing.pick(TILE_STEPS);
    Elements latent = drawing.normals(FloatFormat.F32, slots * layout.latent(), 1);
    for (int i = 0; i < latent.count(); i++) {
      int tile = i / layout.latent() + i % layout.latent() / layout.tile();
      latent.set(i, tile % 2 == 0 ? latent.get(i) : step * latent.get(i));
    }
    var everySlot =
        new AppendLatentCache.Problem(
            layout,
            scaleRule(drawing, layout),
            pageSize,
            pool,
            latent,
            drawing.normals(FloatFormat.F32, slots * layout.rope(), drawing.pick(ROPE_SIZES)),
            LongStream.range(0, slots).toArray());
    AppendLatentCacheReference.store(everySlot, pool);
    return pool;
  }

  private static ScaleRule scaleRule(Drawing drawing, LatentLayout layout) {
    return layout instanceof Fp8DsMlaLayout
        ? drawing.pick(List.of(ScaleRule.values()))
        : ScaleRule.POWER_OF_TWO;
  }
}
