package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaPrefill;
import assay.spec.MlaShape;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;

/** A layer's attention, in either form, of one step of one sequence at a time. */
final class MlaLayerAttention {

  private final Problem problem;
  private final MlaShape shape;
  private final Lanes lanes;
  private final MlaLayerCache cache;
  private final Elements queries;
  private final LatentUp up;
  private final double[] values;

  /**
   * @param queries [N, H, E + R]
   */
  MlaLayerAttention(Problem problem, Lanes lanes, MlaLayerCache cache, Elements queries) {
    this.problem = problem;
    this.shape = problem.shape();
    this.lanes = lanes;
    this.cache = cache;
    this.queries = queries;
    this.up = LatentUp.of(problem.weights());
    this.values = new double[problem.tokens() * shape.heads() * shape.value()];
  }

  /** [N, H, V], of all steps so far. */
  Elements values() {
    return Elements.of(values);
  }

  /** Tokens {@code first} to before {@code first + count} of sequence {@code b}, all cached. */
  void step(int b, int first, int count) {
    int row = problem.schedule().firstRow(b) + first;
    long width = (long) shape.heads() * shape.keyWidth();
    Elements query = queries.slice(row * width, count * width);
    double[] out =
        switch (problem.form()) {
          case ABSORBED -> absorbed(b, count, query);
          case EXPANDED -> expanded(b, count, query);
        };
    System.arraycopy(out, 0, values, row * shape.heads() * shape.value(), out.length);
  }

  private double[] absorbed(int b, int count, Elements query) {
    Result absorbed =
        AbsorbQueryReference.with(lanes).run(new AbsorbQuery.Problem(up, shape.rope(), query));
    PagedMlaDecode.Problem decode =
        new PagedMlaDecode.Problem(
            count,
            shape.heads(),
            shape.latent(),
            shape.rope(),
            elements(absorbed, "q"),
            cache.sequence(b),
            problem.constants().softmaxScale(),
            true);
    Result latent = PagedMlaDecodeReference.with(lanes).run(decode);
    UnabsorbOutput.Problem out = new UnabsorbOutput.Problem(up, elements(latent, "out"));
    return UnabsorbOutputReference.with(lanes).run(out).tensor("out").values();
  }

  private double[] expanded(int b, int count, Elements query) {
    Elements slots = Elements.of(cache.read(b));
    DecompressHeads.Problem heads = DecompressHeads.Problem.allHeads(up, shape.rope(), slots);
    Result expanded = DecompressHeadsReference.with(lanes).run(heads);
    MlaPrefill.Problem prefill =
        new MlaPrefill.Problem(
            shape.heads(),
            shape.keyWidth(),
            shape.value(),
            new int[] {0, count},
            new int[] {0, heads.tokens()},
            query,
            elements(expanded, "k"),
            elements(expanded, "v"),
            problem.constants().softmaxScale(),
            true);
    return MlaPrefillReference.with(lanes).run(prefill).tensor("out").values();
  }

  private static Elements elements(Result result, String tensor) {
    return Elements.of(result.tensor(tensor).values());
  }
}
