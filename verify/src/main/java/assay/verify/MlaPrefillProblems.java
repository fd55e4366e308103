package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Model;
import assay.spec.Tensor.Axis;

/** Problems of {@link assay.spec.MlaPrefill}: ragged, empty sequences, more queries than keys. */
final class MlaPrefillProblems {

  private MlaPrefillProblems() {}

  static Problem small(Drawing drawing) {
    int batch = drawing.between(1, 3);
    int[] queryStarts = drawing.starts(batch, 9);
    boolean same = drawing.coin() && !drawing.isLong();
    int[] keyStarts = same ? queryStarts : Drawing.starts(drawing.anyLengths(batch, 40));
    Problem problem =
        problem(
            drawing,
            new Heads(drawing.between(1, 4), drawing.between(1, 24), drawing.between(1, 24)),
            queryStarts,
            keyStarts,
            drawing.softmaxScale());
    return drawing.aimed(problem, new MlaPrefillTokens());
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    int[] starts = {0, 5, 37};
    Heads heads = new Heads(model.heads(), model.nope() + model.rope(), model.value());
    return problem(drawing, heads, starts, starts, model.softmaxScale());
  }

  static ProblemData data(Problem problem) {
    Axis h = new Axis("h", problem.heads());
    Axis i = new Axis("i", problem.keyWidth());
    Axis queries = new Axis("n", tokens(problem.queryStarts()));
    Axis keys = new Axis("t", tokens(problem.keyStarts()));
    Axis starts = new Axis("b+1", problem.queryStarts().length);
    return new ProblemData.Builder()
        .floats("query", problem.query(), queries, h, i)
        .floats("keys", problem.keys(), keys, h, i)
        .floats("values", problem.values(), keys, h, new Axis("v", problem.valueWidth()))
        .ints("queryStarts", problem.queryStarts(), starts)
        .ints("keyStarts", problem.keyStarts(), starts)
        .scalar("scale", problem.scale())
        .scalar("causal", problem.causal())
        .build();
  }

  /** H, and the widths of a key and a value. */
  private record Heads(int count, int keyWidth, int valueWidth) {}

  private static Problem problem(
      Drawing drawing, Heads heads, int[] queryStarts, int[] keyStarts, float scale) {
    FloatFormat format = drawing.format();
    int queries = tokens(queryStarts) * heads.count();
    int keys = tokens(keyStarts) * heads.count();
    return new Problem(
        heads.count(),
        heads.keyWidth(),
        heads.valueWidth(),
        queryStarts,
        keyStarts,
        drawing.normals(format, queries * heads.keyWidth(), drawing.gain()),
        drawing.normals(format, keys * heads.keyWidth(), 1),
        drawing.normals(format, keys * heads.valueWidth(), drawing.magnitude()),
        scale,
        drawing.coin());
  }

  private static int tokens(int[] starts) {
    return starts[starts.length - 1];
  }
}
