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

  /** Of tiles beside each other. */
  private static final List<Double> SIZES = List.of(1.0, 0.2, 3.0);

  private LatentCaches() {}

  /** Any layout, tiny to 128 + 64. */
  static LatentLayout smallLayout(Drawing drawing) {
    int latent = drawing.pick(List.of(1, 7, 32, 64, 128));
    return layout(drawing, latent, 2 * drawing.between(0, 8));
  }

  /** Any layout that these widths admit. */
  static LatentLayout layout(Drawing drawing, int latent, int rope) {
    List<LatentLayout> layouts = new ArrayList<>();
    layouts.add(DenseLayout.bFloat16(latent, rope));
    layouts.add(DenseLayout.float16(latent, rope));
    layouts.add(DenseLayout.fp8(latent, rope, 0.05f));
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

  /** Any that the layout can hold. */
  private static ScaleRule rule(Drawing drawing, LatentLayout layout) {
    boolean free = layout instanceof Fp8DsMlaLayout && drawing.details().coin();
    return free ? ScaleRule.ARBITRARY : ScaleRule.POWER_OF_TWO;
  }

  /** Normal numbers, in tiles of different size where tiles have scales. */
  private static Elements latents(Drawing drawing, LatentLayout layout, int slots) {
    Elements latents = drawing.normals(FloatFormat.F32, slots * layout.latent(), 1);
    if (layout instanceof DenseLayout) {
      return latents;
    }
    Drawing details = drawing.details();
    for (int tile = 0; tile < latents.count() / layout.tile(); tile++) {
      double size = details.pick(SIZES);
      for (int i = tile * layout.tile(); i < (tile + 1) * layout.tile(); i++) {
        latents.set(i, latents.get(i) * size);
      }
    }
    return latents;
  }

  private static MemorySegment filled(
      Drawing drawing, LatentLayout layout, int pageSize, int pages) {
    MemorySegment pool =
        MemorySegment.ofArray(
            new byte[Math.toIntExact(Math.multiplyExact(pages, layout.bytesPerPage(pageSize)))]);
    int slots = pages * pageSize;
    var everySlot =
        new AppendLatentCache.Problem(
            layout,
            rule(drawing, layout),
            pageSize,
            pool,
            latents(drawing, layout, slots),
            drawing.normals(FloatFormat.F32, slots * layout.rope(), 1),
            LongStream.range(0, slots).toArray());
    AppendLatentCacheReference.store(everySlot, pool);
    return pool;
  }
}
