package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaPrefill;
import assay.spec.MlaShape;
import assay.spec.Result;

/** Attention on every head's own keys and values, decompressed from the cache at every step. */
final class MlaLayerExpanded implements MlaLayerAttention {

  private final Problem problem;
  private final MlaShape shape;
  private final Lanes lanes;
  private final MlaLayerCache cache;
  private final LatentUp up;
  private final Elements queries;
  private final double[] values;

  /**
   * @param queries [N, H, E + R]
   */
  MlaLayerExpanded(Problem problem, Lanes lanes, MlaLayerCache cache, Elements queries) {
    this.problem = problem;
    this.shape = problem.shape();
    this.lanes = lanes;
    this.cache = cache;
    this.up = LatentUp.of(problem.weights());
    this.queries = queries;
    this.values = new double[problem.tokens() * shape.heads() * shape.value()];
  }

  @Override
  public void step(int b, int first, int count) {
    Elements slots = Elements.of(cache.read(b));
    DecompressHeads.Problem heads = DecompressHeads.Problem.allHeads(up, shape.rope(), slots);
    Result expanded = DecompressHeadsReference.with(lanes).run(heads);
    int row = problem.schedule().firstRow(b) + first;
    long width = (long) shape.heads() * shape.keyWidth();
    MlaPrefill.Problem prefill =
        new MlaPrefill.Problem(
            shape.heads(),
            shape.keyWidth(),
            shape.value(),
            new int[] {0, count},
            new int[] {0, heads.tokens()},
            queries.slice(row * width, count * width),
            Elements.of(expanded.tensor("k").values()),
            Elements.of(expanded.tensor("v").values()),
            problem.constants().softmaxScale(),
            true);
    double[] out = MlaPrefillReference.with(lanes).run(prefill).tensor("out").values();
    System.arraycopy(out, 0, values, row * shape.heads() * shape.value(), out.length);
  }

  @Override
  public Elements values() {
    return Elements.of(values);
  }
}
