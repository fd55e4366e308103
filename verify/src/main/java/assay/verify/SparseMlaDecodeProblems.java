package assay.verify;

import assay.numerics.Elements;
import assay.spec.InvalidIndexRule;
import assay.spec.LatentLayout;
import assay.spec.Model;
import assay.spec.PagedLatentCache;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import assay.spec.Tensor.Axis;
import java.util.List;

/** Problems of {@link assay.spec.SparseMlaDecode}: repeats, invalid indices, counts, sinks. */
final class SparseMlaDecodeProblems {

  private static final int INVALID_ONE_IN = 6;

  /** Of a pool whose slots are named over and over. */
  private static final int PAGES = 3;

  private SparseMlaDecodeProblems() {}

  static Problem small(Drawing drawing) {
    LatentLayout layout = LatentCaches.smallLayout(drawing);
    int batch = drawing.between(0, 3);
    int queryTokens = drawing.between(1, 3);
    int heads = drawing.between(1, 6);
    int listed = drawing.anyLengths(1, 24)[0];
    Shape shape =
        drawing.isLong()
            ? new Shape(1, 1, heads, listed)
            : new Shape(batch, queryTokens, heads, listed);
    Problem problem = problem(drawing, shape, layout, drawing.softmaxScale());
    Problem aimed = drawing.aimed(problem, new SparseMlaDecodeTokens());
    return SparseMlaDecodeTokens.replaceUnlisted(aimed, drawing.pick(LatentSlots.POISONS));
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    LatentLayout layout = LatentCaches.layout(drawing, model.latent(), model.rope());
    return problem(drawing, new Shape(2, 1, model.heads(), 64), layout, model.softmaxScale());
  }

  static ProblemData data(Problem problem) {
    Axis b = new Axis("b", problem.batch());
    Axis s = new Axis("s", problem.queryTokens());
    Axis h = new Axis("h", problem.heads());
    Selection selection = problem.selection();
    ProblemData.Builder data =
        new ProblemData.Builder()
            .floats("query", problem.query(), b, s, h, new Axis("i", problem.width()))
            .ints("indices", selection.indices(), b, s, new Axis("k", selection.listed()))
            .ints("counts", selection.counts(), b, s)
            .floats("sinks", Elements.of(problem.sinks()), h);
    LatentCaches.addPool(data, problem.cache());
    return data.scalar("rule", selection.rule())
        .scalar("valueWidth", problem.valueWidth())
        .scalar("scale", problem.scale())
        .build();
  }

  /** B, S, H and K. */
  private record Shape(int batch, int queryTokens, int heads, int listed) {

    int tokens() {
      return batch * queryTokens;
    }
  }

  private static Problem problem(Drawing drawing, Shape shape, LatentLayout layout, float scale) {
    int pageSize = drawing.pick(List.of(2, 16, 61));
    int pages = drawing.isLong() ? Math.ceilDiv(shape.listed(), pageSize) : PAGES;
    PagedLatentCache cache = LatentCaches.pool(drawing, layout, pageSize, pages);
    int width = layout.width();
    int queries = shape.tokens() * shape.heads() * width;
    return new Problem(
        shape.batch(),
        shape.queryTokens(),
        shape.heads(),
        layout.latent(),
        layout.rope(),
        drawing.coin() ? layout.latent() : width,
        drawing.normals(drawing.format(), queries, drawing.gain()),
        cache,
        selection(drawing, shape, cache.pages() * cache.pageSize()),
        sinks(drawing, shape.heads()),
        scale);
  }

  /** A long list names each slot once, as an indexer's does; a short one repeats some. */
  private static Selection selection(Drawing drawing, Shape shape, int slots) {
    InvalidIndexRule rule = drawing.pick(List.of(InvalidIndexRule.values()));
    Drawing details = drawing.details();
    int[] order = drawing.isLong() ? details.order(slots) : new int[0];
    int[] indices = new int[shape.tokens() * shape.listed()];
    for (int i = 0; i < indices.length; i++) {
      int valid = drawing.isLong() ? order[i % slots] : details.between(0, slots - 1);
      boolean invalid = details.between(1, INVALID_ONE_IN) == 1;
      indices[i] = invalid ? invalidIndex(details, rule, slots) : valid;
    }
    int[] counts = new int[shape.tokens()];
    for (int row = 0; row < counts.length; row++) {
      counts[row] = details.coin() ? shape.listed() : details.between(0, shape.listed());
    }
    return new Selection(shape.listed(), indices, counts, rule);
  }

  private static int invalidIndex(Drawing drawing, InvalidIndexRule rule, int slots) {
    return switch (rule) {
      case MINUS_ONE -> -1;
      case OUTSIDE_THE_POOL ->
          drawing.pick(List.of(-1, slots, Integer.MIN_VALUE, Integer.MAX_VALUE));
    };
  }

  private static float[] sinks(Drawing drawing, int heads) {
    float[] sinks = Problem.noSinks(heads);
    if (drawing.coin()) {
      Drawing details = drawing.details();
      for (int h = 0; h < heads; h++) {
        sinks[h] = details.between(-4, 4);
      }
    }
    return sinks;
  }
}
