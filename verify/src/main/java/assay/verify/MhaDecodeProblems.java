package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.MhaDecode.Problem;
import assay.spec.Model;
import assay.spec.PageTable;
import assay.spec.Tensor.Axis;
import java.util.List;

/** Problems of {@link assay.spec.MhaDecode}: MHA, GQA and MQA, paged and contiguous. */
final class MhaDecodeProblems {

  /** Slots of a sequence in a contiguous cache, one more than the longest drawn takes. */
  private static final int CAPACITY = 130;

  private MhaDecodeProblems() {}

  static Problem small(Drawing drawing) {
    int keyValueHeads = drawing.between(1, 4);
    Heads heads =
        new Heads(
            keyValueHeads * drawing.between(1, 4),
            keyValueHeads,
            drawing.between(1, 24),
            drawing.between(1, 24));
    int[] lengths = drawing.anyLengths(drawing.between(1, 3), 40);
    PageTable table =
        drawing.coin()
            ? PageTable.contiguous(Math.max(CAPACITY, lengths[0] + 1), lengths)
            : drawing.pages(drawing.pick(List.of(1, 3, 16)), lengths);
    Problem problem = problem(drawing, drawing.between(1, 4), heads, table, drawing.softmaxScale());
    Problem aimed = drawing.aimed(problem, new MhaDecodeTokens());
    return UnreadSlots.replace(aimed, drawing.pick(LatentSlots.POISONS));
  }

  /** The model's heads without its latent: what its cache would be as plain MHA. */
  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    Heads heads =
        new Heads(model.heads(), model.heads(), model.nope() + model.rope(), model.value());
    return problem(drawing, 1, heads, drawing.pages(16, 37, 5), model.softmaxScale());
  }

  static ProblemData data(Problem problem) {
    PageTable table = problem.table();
    Axis b = new Axis("b", problem.batch());
    Axis page = new Axis("page", table.pages());
    Axis p = new Axis("p", table.pageSize());
    Axis g = new Axis("g", problem.keyValueHeads());
    Axis i = new Axis("i", problem.keyWidth());
    Axis s = new Axis("s", problem.queryTokens());
    return new ProblemData.Builder()
        .floats("query", problem.query(), b, s, new Axis("h", problem.heads()), i)
        .floats("keys", problem.keys(), page, p, g, i)
        .floats("values", problem.values(), page, p, g, new Axis("v", problem.valueWidth()))
        .ints("pageTable", table.entries(), b, new Axis("entry", table.pagesPerSequence()))
        .ints("lengths", table.lengths(), b)
        .scalar("scale", problem.scale())
        .scalar("causal", problem.causal())
        .build();
  }

  /** H, G, E and V. */
  private record Heads(int count, int keyValueHeads, int keyWidth, int valueWidth) {}

  private static Problem problem(
      Drawing drawing, int queryTokens, Heads heads, PageTable table, float scale) {
    FloatFormat format = drawing.format();
    int queries = table.batch() * queryTokens * heads.count();
    int slots = Math.toIntExact(table.slots() * heads.keyValueHeads());
    return new Problem(
        queryTokens,
        heads.count(),
        heads.keyValueHeads(),
        heads.keyWidth(),
        heads.valueWidth(),
        drawing.normals(format, queries * heads.keyWidth(), drawing.gain()),
        table,
        drawing.normals(format, slots * heads.keyWidth(), 1),
        drawing.normals(format, slots * heads.valueWidth(), drawing.magnitude()),
        scale,
        drawing.coin());
  }
}
