package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model;
import assay.spec.Model1Layout;
import assay.spec.Tensor.Axis;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Problems of {@link assay.spec.AppendLatentCache}: every layout and scale rule, skipped tokens.
 */
final class AppendLatentCacheProblems {

  private static final int PAGES = 3;

  /** What the pool holds before; a byte that is written by mistake shows. */
  private static final byte UNTOUCHED = (byte) 0xA5;

  /** Roped keys may be far larger than latents. */
  private static final List<Double> ROPES = List.of(1.0, 100.0);

  private static final List<FloatFormat> FORMATS = List.of(FloatFormat.BF16, FloatFormat.F32);

  private AppendLatentCacheProblems() {}

  static Problem small(Drawing drawing) {
    int pageSize = drawing.pick(List.of(1, 3, 16));
    int tokens = drawing.between(0, PAGES * pageSize);
    LatentLayout layout =
        drawing.coin()
            ? new Fp8DsMlaLayout(128 * drawing.between(1, 2), 2 * drawing.between(0, 8))
            : LatentCaches.smallLayout(drawing);
    return problem(drawing, layout, pageSize, tokens);
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    LatentLayout layout = LatentCaches.layout(drawing, model.latent(), model.rope());
    return problem(drawing, layout, 64, 2 * Drawing.MODEL_TOKENS);
  }

  static ProblemData data(Problem problem) {
    LatentLayout layout = problem.layout();
    Axis n = new Axis("n", problem.tokens());
    Axis place = new Axis("byte", Math.toIntExact(layout.bytesPerPage(problem.pageSize())));
    ProblemData.Builder data =
        new ProblemData.Builder()
            .floats("latent", problem.latent(), n, new Axis("d", layout.latent()))
            .floats("rope", problem.rope(), n, new Axis("r", layout.rope()))
            .longs("slots", problem.slots(), n)
            .bytes("pool", problem.pool(), new Axis("page", problem.pages()), place)
            .scalar("scaleRule", problem.scaleRule())
            .scalar("pageSize", problem.pageSize());
    LatentCaches.addLayout(data, layout);
    return data.build();
  }

  private static Problem problem(Drawing drawing, LatentLayout layout, int pageSize, int tokens) {
    int bytes = Math.toIntExact(PAGES * layout.bytesPerPage(pageSize));
    MemorySegment pool = MemorySegment.ofArray(new byte[bytes]);
    pool.fill(UNTOUCHED);
    long[] slots = slots(drawing, PAGES * pageSize, tokens);
    boolean free = !(layout instanceof Model1Layout) && drawing.coin();
    return new Problem(
        layout,
        free ? ScaleRule.ARBITRARY : ScaleRule.POWER_OF_TWO,
        pageSize,
        pool,
        latents(drawing, layout.latent(), slots),
        drawing.normals(FloatFormat.BF16, tokens * layout.rope(), drawing.pick(ROPES)),
        slots);
  }

  /** Tiny to beyond what dense FP8 holds; rows that are skipped hold NaN. */
  private static Elements latents(Drawing drawing, int width, long... slots) {
    double magnitude = drawing.pick(List.of(1.0, 1e-3, 50.0, 1e-6));
    Elements latents = drawing.normals(drawing.pick(FORMATS), slots.length * width, magnitude);
    for (int n = 0; n < slots.length; n++) {
      for (int d = 0; d < width && slots[n] < 0; d++) {
        latents.set((long) n * width + d, Double.NaN);
      }
    }
    return latents;
  }

  /** Slots in random order, some tokens skipped. */
  private static long[] slots(Drawing drawing, int pool, int tokens) {
    int[] order = drawing.order(pool);
    Drawing details = drawing.details();
    long[] slots = new long[tokens];
    for (int n = 0; n < tokens; n++) {
      slots[n] = details.between(1, 5) == 1 ? -1 : order[n];
    }
    return slots;
  }
}
