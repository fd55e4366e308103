package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Tensor.Axis;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Problems worth posing: boundary values crossed, then random ones around them, then the shapes of
 * real models.
 */
public final class PagedMlaDecodeProblems {

  /** Small pages make page boundaries frequent; 64 is what FlashMLA fixes. */
  static final List<Integer> PAGE_SIZES = List.of(1, 3, 16, 64);

  static final List<Integer> HEADS = List.of(1, 3, 16);

  /** 128 as well, DeepSeek-V3's, where problems are few. */
  private static final List<Integer> BOUNDARY_HEADS = List.of(1, 3, 128, 16);

  static final List<Integer> QUERY_TOKENS = List.of(1, 2, 4);

  /** Latent and rope widths: tiny, one lane's worth apart from a warp's, MiniCPM3's. */
  static final List<Width> WIDTHS =
      List.of(
          new Width(2, 0),
          new Width(16, 8),
          new Width(64, 2),
          new Width(66, 64),
          new Width(256, 32));

  /** Factors on the queries: nearly uniform softmax, ordinary, peaked, one-hot. */
  static final List<Double> GAINS = List.of(0.1, 1.0, 10.0, 100.0);

  /** Latent and rope width. */
  record Width(int latent, int rope) {}

  private PagedMlaDecodeProblems() {}

  /** Lengths at which something changes: nothing, one key, page and tile edges, several pages. */
  static List<Integer> boundaryLengths(int pageSize) {
    return IntStream.of(
            0,
            1,
            2,
            pageSize - 1,
            pageSize,
            pageSize + 1,
            31,
            32,
            33,
            63,
            64,
            65,
            3 * pageSize,
            129)
        .distinct()
        .sorted()
        .boxed()
        .toList();
  }

  /** Every boundary length with every page size; the other dimensions are drawn. */
  public static List<PagedMlaDecodeRecipe> boundary(long seed) {
    Drawing drawing = new Drawing(seed);
    List<PagedMlaDecodeRecipe> recipes = new ArrayList<>();
    for (int pageSize : PAGE_SIZES) {
      for (int length : boundaryLengths(pageSize)) {
        List<Integer> lengths = List.of(length, drawing.pick(boundaryLengths(pageSize)));
        recipes.add(drawn(pageSize, lengths, BOUNDARY_HEADS, drawing));
      }
    }
    return recipes;
  }

  /** {@code count} random problems around the boundaries; other seeds give others. */
  public static List<PagedMlaDecodeRecipe> random(long seed, int count) {
    return new SplittableRandom(seed)
        .longs(count)
        .mapToObj(PagedMlaDecodeProblems::random)
        .toList();
  }

  /** One random problem around the boundaries. */
  public static PagedMlaDecodeRecipe random(long seed) {
    return random(new Drawing(seed));
  }

  private static PagedMlaDecodeRecipe random(Drawing drawing) {
    int pageSize = drawing.pick(PAGE_SIZES);
    int batch = drawing.between(1, 8);
    List<Integer> lengths =
        IntStream.range(0, batch).mapToObj(b -> length(pageSize, drawing)).toList();
    return drawn(pageSize, lengths, HEADS, drawing);
  }

  private static PagedMlaDecodeRecipe drawn(
      int pageSize, List<Integer> lengths, List<Integer> heads, Drawing drawing) {
    Width width = drawing.pick(WIDTHS);
    return new PagedMlaDecodeRecipe(
        drawing.pick(heads),
        width.latent(),
        width.rope(),
        drawing.pick(QUERY_TOKENS),
        drawing.coin(),
        pageSize,
        lengths,
        scale(width),
        drawing.pick(GAINS),
        drawing.pick(Pattern.DRAWN),
        drawing.newSeed());
  }

  /** The decode step of {@code model}: its heads, widths and softmax scale. */
  public static PagedMlaDecodeRecipe model(
      Model model, List<Integer> lengths, Pattern pattern, long seed) {
    return new PagedMlaDecodeRecipe(
        model.heads(),
        model.latent(),
        model.rope(),
        1,
        false,
        64,
        lengths,
        model.softmaxScale(),
        1,
        pattern,
        seed);
  }

  /** Small ones: recipes in bf16, and any other cache layout. */
  static Problem small(Drawing drawing) {
    return drawing.coin() ? random(drawing).problem() : ofAnyLayout(drawing);
  }

  private static Problem ofAnyLayout(Drawing drawing) {
    return small(drawing, LatentCaches.smallLayout(drawing), Drawing::format);
  }

  /** Small ones over FP8 under scales, with queries of bf16. */
  static Problem ofFp8(Drawing drawing) {
    LatentLayout layout =
        new Fp8DsMlaLayout(drawing.pick(List.of(128, 128, 256)), 2 * drawing.between(0, 8));
    return small(drawing, layout, any -> FloatFormat.BF16);
  }

  private static Problem small(
      Drawing drawing, LatentLayout layout, Function<Drawing, FloatFormat> format) {
    int[] lengths = drawing.lengths(drawing.between(1, 4), 90);
    PagedLatentCache cache = LatentCaches.paged(drawing, layout, drawing.pick(PAGE_SIZES), lengths);
    Problem problem =
        problem(
            drawing,
            cache,
            drawing.pick(QUERY_TOKENS),
            drawing.pick(HEADS),
            drawing.softmaxScale(),
            format);
    Problem aimed = drawing.aimed(problem, new PagedMlaDecodeTokens());
    return PagedMlaDecodeTransform.replaceUnread(aimed, drawing.pick(LatentSlots.POISONS));
  }

  static Problem like(Model model, long seed) {
    return like(model, seed, 64, 130, 5);
  }

  /** Over sequences of these lengths. */
  static Problem like(Model model, long seed, int pageSize, int... lengths) {
    Drawing drawing = new Drawing(seed);
    LatentLayout layout = LatentCaches.layout(drawing, model.latent(), model.rope());
    PagedLatentCache cache = LatentCaches.paged(drawing, layout, pageSize, lengths);
    return problem(drawing, cache, 1, model.heads(), model.softmaxScale(), Drawing::format);
  }

  static ProblemData data(Problem problem) {
    ProblemData.Builder data =
        new ProblemData.Builder()
            .floats(
                "query",
                problem.query(),
                new Axis("b", problem.batch()),
                new Axis("s", problem.queryTokens()),
                new Axis("h", problem.heads()),
                new Axis("i", problem.width()));
    LatentCaches.addPaged(data, problem.cache());
    return data.scalar("latent", problem.latent())
        .scalar("rope", problem.rope())
        .scalar("scale", problem.scale())
        .scalar("causal", problem.causal())
        .build();
  }

  private static Problem problem(
      Drawing drawing,
      PagedLatentCache cache,
      int queryTokens,
      int heads,
      float scale,
      Function<Drawing, FloatFormat> format) {
    LatentLayout layout = cache.layout();
    int count = cache.batch() * queryTokens * heads * layout.width();
    return new Problem(
        queryTokens,
        heads,
        layout.latent(),
        layout.rope(),
        drawing.normals(format.apply(drawing), count, drawing.gain()),
        cache,
        scale,
        drawing.coin());
  }

  private static int length(int pageSize, Drawing drawing) {
    return drawing.between(1, 4) == 4
        ? drawing.between(0, 159)
        : drawing.pick(boundaryLengths(pageSize));
  }

  /** The usual scale for this width of a dot product. */
  static float scale(Width width) {
    return (float) (1 / Math.sqrt(width.latent() + width.rope()));
  }
}
