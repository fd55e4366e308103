package assay.verify;

import assay.spec.Model;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Tensor.Axis;
import assay.spec.Yarn;
import java.util.List;

/** Problems of {@link assay.spec.RotaryEmbedding}: both pairings, with and without YaRN. */
final class RotaryEmbeddingProblems {

  /** The longest context of the DeepSeek models. */
  private static final int POSITIONS = 163_840;

  /** As published, and with fields that all differ; one has no ramp. */
  private static final List<Yarn> YARNS =
      List.of(
          Yarn.NONE,
          Yarn.of(40, 1),
          Yarn.of(40, 0.707),
          new Yarn(4, 2048, 32, 1, 1, 0.5),
          new Yarn(16, 8192, 16, 2, 0, 0.8),
          new Yarn(32, 4096, 1, 1, 1, 1),
          new Yarn(16, 65_536, 32, 1, 0, 0));

  /** Where bf16 ends to count, and tables of common lengths do. */
  private static final List<Integer> EDGES = List.of(1, 257, 2049, 4096, 32_769, POSITIONS - 1);

  private RotaryEmbeddingProblems() {}

  static Problem small(Drawing drawing) {
    Rope rope =
        new Rope(
            2 * drawing.between(1, 32),
            drawing.pick(List.of(RopePairing.values())),
            drawing.pick(List.of(1e4, 5e4, 1e7)),
            drawing.pick(YARNS));
    return problem(drawing, rope, drawing.between(1, 3), drawing.between(0, 4));
  }

  static Problem like(Model model, long seed) {
    return problem(new Drawing(seed), rope(model), model.heads(), Drawing.MODEL_TOKENS);
  }

  /**
   * The model's rotation.
   *
   * @throws IllegalArgumentException if it has none
   */
  static Rope rope(Model model) {
    if (!model.isRotated()) {
      throw new IllegalArgumentException(
          "model is '%s'; its features are not rotated".formatted(model.name()));
    }
    return new Rope(model.rope(), RopePairing.INTERLEAVED, model.ropeTheta(), model.yarn());
  }

  static ProblemData data(Problem problem) {
    Axis n = new Axis("n", problem.tokens());
    Axis r = new Axis("r", problem.rope().width());
    ProblemData.Builder data =
        new ProblemData.Builder()
            .floats("x", problem.x(), n, new Axis("h", problem.heads()), r)
            .ints("positions", problem.positions(), n);
    addRope(data, problem.rope());
    return data.build();
  }

  static void addRope(ProblemData.Builder data, Rope rope) {
    Yarn yarn = rope.yarn();
    data.scalar("pairing", rope.pairing())
        .scalar("theta", rope.theta())
        .scalar("yarn.factor", yarn.factor())
        .scalar("yarn.originalPositions", yarn.originalPositions())
        .scalar("yarn.betaFast", yarn.betaFast())
        .scalar("yarn.betaSlow", yarn.betaSlow())
        .scalar("yarn.mscale", yarn.mscale())
        .scalar("yarn.mscaleAllDim", yarn.mscaleAllDim());
  }

  private static Problem problem(Drawing drawing, Rope rope, int heads, int tokens) {
    Drawing details = drawing.details();
    int[] positions = new int[tokens];
    for (int n = 0; n < tokens; n++) {
      positions[n] =
          switch (details.between(1, 3)) {
            case 1 -> details.between(0, POSITIONS);
            case 2 -> details.pick(EDGES);
            default -> n;
          };
    }
    int count = tokens * heads * rope.width();
    return new Problem(
        rope, heads, drawing.normals(drawing.format(), count, drawing.magnitude()), positions);
  }
}
