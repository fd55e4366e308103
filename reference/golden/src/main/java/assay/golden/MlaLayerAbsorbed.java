package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.AbsorbQuery;
import assay.spec.LatentUp;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.PagedMlaDecode;
import assay.spec.UnabsorbOutput;

/** Attention on the latents: all queries are absorbed first, all outputs unabsorbed last. */
final class MlaLayerAbsorbed implements MlaLayerAttention {

  private final Problem problem;
  private final MlaShape shape;
  private final Lanes lanes;
  private final MlaLayerCache cache;
  private final LatentUp up;
  private final Elements queries;
  private final double[] latents;

  /**
   * @param queries [N, H, E + R]
   */
  MlaLayerAbsorbed(Problem problem, Lanes lanes, MlaLayerCache cache, Elements queries) {
    this.problem = problem;
    this.shape = problem.shape();
    this.lanes = lanes;
    this.cache = cache;
    this.up = LatentUp.of(problem.weights());
    AbsorbQuery.Problem absorb = new AbsorbQuery.Problem(up, shape.rope(), queries);
    this.queries = Elements.of(AbsorbQueryReference.with(lanes).run(absorb).tensor("q").values());
    this.latents = new double[problem.tokens() * shape.heads() * shape.latent()];
  }

  @Override
  public void step(int b, int first, int count) {
    int row = problem.schedule().firstRow(b) + first;
    long width = (long) shape.heads() * shape.cacheWidth();
    PagedMlaDecode.Problem decode =
        new PagedMlaDecode.Problem(
            count,
            shape.heads(),
            shape.latent(),
            shape.rope(),
            queries.slice(row * width, count * width),
            cache.sequence(b),
            problem.constants().softmaxScale(),
            true);
    double[] out = PagedMlaDecodeReference.with(lanes).run(decode).tensor("out").values();
    System.arraycopy(out, 0, latents, row * shape.heads() * shape.latent(), out.length);
  }

  @Override
  public Elements values() {
    UnabsorbOutput.Problem unabsorb = new UnabsorbOutput.Problem(up, Elements.of(latents));
    return Elements.of(UnabsorbOutputReference.with(lanes).run(unabsorb).tensor("out").values());
  }
}
