package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AttentionForm;
import assay.spec.LatentStore;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.MlaWeights.QueryDown;
import assay.spec.Model;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.Tensor.Axis;
import assay.spec.TokenSchedule;
import assay.spec.Yarn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Problems of {@link assay.spec.MlaLayer}: both forms, with and without bottleneck and rope. */
final class MlaLayerProblems {

  private static final double EPS = 1e-6;

  private static final List<Double> SMALL_EPS = List.of(EPS, 1e-5, 1e-2);

  /** As published, and with mscales that differ. */
  private static final List<Yarn> YARNS =
      List.of(Yarn.NONE, Yarn.of(40, 1), new Yarn(16, 8, 2, 1, 1, 0.5));

  /** Of hidden states: ordinary, and so small that eps counts. */
  private static final List<Double> MAGNITUDES = List.of(1.0, 1e-2);

  /** Of a query's weights: ordinary, peaked softmax, nearly uniform. */
  private static final List<Double> GAINS = List.of(1.0, 4.0, 0.25);

  private MlaLayerProblems() {}

  static Problem small(Drawing drawing) {
    MlaShape shape =
        new MlaShape(
            drawing.between(1, 16),
            drawing.pick(List.of(1, 2, 6)),
            drawing.coin() ? 0 : drawing.between(1, 8),
            drawing.between(1, 12),
            drawing.between(1, 8),
            2 * drawing.between(0, 3),
            drawing.between(1, 8));
    FloatFormat store = drawing.pick(List.of(FloatFormat.BF16, FloatFormat.F32, FloatFormat.F64));
    return problem(
        drawing,
        shape,
        constants(drawing, shape.rope()),
        schedule(drawing),
        new LatentStore(store, drawing.pick(List.of(1, 3, 16))));
  }

  static Problem like(Model model, long seed) {
    TokenSchedule schedule = new TokenSchedule(new int[] {3, 1}, new int[] {2, 1, 1});
    return like(model, model.shape().hidden(), schedule, seed);
  }

  /** The same with another hidden size, and these steps. */
  static Problem like(Model model, int hidden, TokenSchedule schedule, long seed) {
    Drawing drawing = new Drawing(seed);
    MlaShape own = model.shape();
    MlaShape shape =
        new MlaShape(
            hidden,
            own.heads(),
            own.queryRank(),
            own.latent(),
            own.nope(),
            own.rope(),
            own.value());
    Optional<Rope> rope =
        model.isRotated() ? Optional.of(RotaryEmbeddingProblems.rope(model)) : Optional.empty();
    Constants constants = new Constants(EPS, rope, model.softmaxScale());
    return problem(drawing, shape, constants, schedule, new LatentStore(FloatFormat.BF16, 64));
  }

  static ProblemData data(Problem problem) {
    MlaShape shape = problem.shape();
    Axis hidden = new Axis("hidden", shape.hidden());
    ProblemData.Builder data =
        new ProblemData.Builder()
            .floats("hidden", problem.hidden(), new Axis("n", problem.tokens()), hidden);
    addWeights(data, problem.weights());
    addSchedule(data, problem.schedule());
    problem.constants().rope().ifPresent(rope -> RotaryEmbeddingProblems.addRope(data, rope));
    return data.scalar("heads", shape.heads())
        .scalar("latent", shape.latent())
        .scalar("nope", shape.nope())
        .scalar("rope", shape.rope())
        .scalar("value", shape.value())
        .scalar("normEps", problem.constants().normEps())
        .scalar("softmaxScale", problem.constants().softmaxScale())
        .scalar("store", problem.store().format())
        .scalar("pageSize", problem.store().pageSize())
        .scalar("form", problem.form())
        .build();
  }

  private static void addWeights(ProblemData.Builder data, MlaWeights weights) {
    MlaShape shape = weights.shape();
    Axis hidden = new Axis("hidden", shape.hidden());
    Axis rank = new Axis("rank", shape.hasQueryRank() ? shape.queryRank() : shape.hidden());
    Axis latent = new Axis("d", shape.latent());
    weights
        .queryDown()
        .ifPresent(down ->
            data.floats("q_a_proj", down.projection(), rank, hidden)
                .floats("q_a_layernorm", down.norm(), rank));
    data.floats(
            shape.hasQueryRank() ? "q_b_proj" : "q_proj",
            weights.query(),
            new Axis("o", shape.heads() * shape.keyWidth()),
            rank)
        .floats(
            "kv_a_proj_with_mqa", weights.latentDown(), new Axis("o", shape.cacheWidth()), hidden)
        .floats("kv_a_layernorm", weights.latentNorm(), latent)
        .floats(
            "kv_b_proj",
            weights.latentUp(),
            new Axis("o", shape.heads() * (shape.nope() + shape.value())),
            latent)
        .floats("o_proj", weights.output(), hidden, new Axis("i", shape.heads() * shape.value()));
  }

  /** Step sizes of all sequences, one after another, and how many each has. */
  private static void addSchedule(ProblemData.Builder data, TokenSchedule schedule) {
    int[][] steps = schedule.steps();
    int[] all = IntStream.range(0, steps.length).flatMap(b -> IntStream.of(steps[b])).toArray();
    int[] counts = IntStream.range(0, steps.length).map(b -> steps[b].length).toArray();
    data.ints("steps", all, new Axis("step", all.length))
        .ints("stepCounts", counts, new Axis("b", counts.length));
  }

  private static Constants constants(Drawing drawing, int width) {
    Yarn yarn = drawing.pick(YARNS);
    RopePairing pairing = drawing.pick(List.of(RopePairing.values()));
    boolean still = width == 0 || drawing.between(1, 4) == 1;
    Optional<Rope> rope =
        still ? Optional.empty() : Optional.of(new Rope(width, pairing, 1e4, yarn));
    return new Constants(drawing.pick(SMALL_EPS), rope, drawing.softmaxScale());
  }

  private static TokenSchedule schedule(Drawing drawing) {
    List<int[]> sequences = new ArrayList<>();
    for (int b = drawing.between(1, 3); b > 0; b--) {
      int[] steps = new int[drawing.between(0, 3)];
      for (int i = 0; i < steps.length; i++) {
        steps[i] = drawing.between(1, 4);
      }
      sequences.add(steps);
    }
    return new TokenSchedule(sequences.toArray(int[][]::new));
  }

  static Problem problem(
      Drawing drawing,
      MlaShape shape,
      Constants constants,
      TokenSchedule schedule,
      LatentStore store) {
    int count = schedule.tokens() * shape.hidden();
    double magnitude = drawing.pick(MAGNITUDES);
    return new Problem(
        weights(drawing, shape),
        constants,
        drawing.normals(FloatFormat.BF16, count, magnitude),
        schedule,
        store,
        drawing.pick(List.of(AttentionForm.values())));
  }

  private static MlaWeights weights(Drawing drawing, MlaShape shape) {
    double gain = drawing.pick(GAINS);
    int queryInputs = shape.hasQueryRank() ? shape.queryRank() : shape.hidden();
    int up = shape.heads() * (shape.nope() + shape.value());
    return new MlaWeights(
        shape,
        shape.hasQueryRank() ? Optional.of(queryDown(drawing, shape)) : Optional.empty(),
        matrix(drawing, shape.heads() * shape.keyWidth(), queryInputs, gain),
        matrix(drawing, shape.cacheWidth(), shape.hidden()),
        norm(drawing, shape.latent()),
        matrix(drawing, up, shape.latent()),
        matrix(drawing, shape.hidden(), shape.heads() * shape.value()));
  }

  private static QueryDown queryDown(Drawing drawing, MlaShape shape) {
    return new QueryDown(
        matrix(drawing, shape.queryRank(), shape.hidden()), norm(drawing, shape.queryRank()));
  }

  private static Elements matrix(Drawing drawing, int outputs, int inputs) {
    return matrix(drawing, outputs, inputs, 1);
  }

  private static Elements matrix(Drawing drawing, int outputs, int inputs, double gain) {
    return drawing.normals(
        FloatFormat.BF16, Math.multiplyExact(outputs, inputs), gain / Math.sqrt(inputs));
  }

  private static Elements norm(Drawing drawing, int width) {
    return drawing.normals(FloatFormat.BF16, width, 1);
  }
}
