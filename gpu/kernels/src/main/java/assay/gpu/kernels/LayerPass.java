package assay.gpu.kernels;

import assay.gpu.device.DeviceSlice;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.DenseLayout;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaShape;
import assay.spec.Rope;

/**
 * All kernels of a step, in order. Latents stay in F32 until the cache stores them; everything else
 * is BF16 between kernels.
 *
 * @param cosines of each position, F32
 * @param sines of each position, F32
 */
record LayerPass(
    LayerKernels kernels,
    MlaShape shape,
    Constants constants,
    LayerWeights weights,
    DeviceSlice cosines,
    DeviceSlice sines) {

  /**
   * Issues a step.
   *
   * @param work holds {@code starts} already
   * @param tokens of all sequences, at least 1
   * @param hidden [N, hidden] BF16
   * @param out [N, hidden] BF16 for the result
   */
  void issue(
      LayerBatch batch,
      LayerWorkspace work,
      LayerAttention attention,
      int tokens,
      DeviceSlice hidden,
      DeviceSlice out) {
    kernels.glue().place(work.starts(), batch, work.positions(), work.slots());
    queries(work, tokens, hidden);
    latents(work, tokens, hidden);
    append(batch.cache(), work, tokens);
    attention.issue(work.query(), weights.latentUp(), work.values());
    int values = shape.heads() * shape.value();
    product(work.values(), values, weights.output(), out, shape.hidden(), tokens);
  }

  private void queries(LayerWorkspace work, int tokens, DeviceSlice hidden) {
    int rank = shape.queryRank();
    int width = shape.heads() * shape.keyWidth();
    if (shape.hasQueryRank()) {
      product(hidden, shape.hidden(), weights.queryDown(), work.queryDown(), rank, tokens);
      RmsNormKernel.Rows rows = RmsNormKernel.Rows.dense(tokens, rank);
      DeviceSlice down = work.queryDown();
      kernels.tokens().norm().issue(down, weights.queryNorm(), down, rows, constants.normEps());
      product(down, rank, weights.query(), work.query(), width, tokens);
    } else {
      product(hidden, shape.hidden(), weights.query(), work.query(), width, tokens);
    }
    DeviceSlice ropes = work.query().plus((long) shape.nope() * Short.BYTES);
    var rows = new RotaryEmbeddingKernel.Rows(tokens, shape.heads(), shape.keyWidth());
    constants.rope().ifPresent(rope -> turn(kernels.tokens().rotation(), ropes, work, rows, rope));
  }

  private void latents(LayerWorkspace work, int tokens, DeviceSlice hidden) {
    int width = shape.cacheWidth();
    DeviceSlice latent = work.latent();
    var widths = new ProjectionKernel.Widths(width, shape.hidden());
    kernels.tokens().exactProduct().issue(hidden, weights.latentDown(), latent, tokens, widths);
    var rows = new RmsNormKernel.Rows(tokens, shape.latent(), width, width);
    double eps = constants.normEps();
    kernels.tokens().exactNorm().issue(latent, weights.latentNorm(), latent, rows, eps);
    var keys = new RotaryEmbeddingKernel.Rows(tokens, 1, width);
    constants
        .rope()
        .ifPresent(rope -> turn(kernels.tokens().exactRotation(), ropes(work), work, keys, rope));
  }

  private void append(DeviceLatentCache cache, LayerWorkspace work, int tokens) {
    int width = shape.cacheWidth();
    var rows =
        new AppendLatentCacheKernel.Rows(work.latent(), width, ropes(work), width, work.slots());
    var layout = new DenseLayout(FloatFormat.BF16, shape.latent(), shape.rope(), 1);
    var pool =
        new AppendLatentCacheKernel.Pool(
            cache.slots(), layout, cache.pageSize(), ScaleRule.POWER_OF_TWO);
    kernels.tokens().append().issue(rows, tokens, pool);
  }

  /** Where the first token's rope part begins among the latents. */
  private DeviceSlice ropes(LayerWorkspace work) {
    return work.latent().plus((long) shape.latent() * Float.BYTES);
  }

  private void product(
      DeviceSlice x, int inputs, DeviceSlice matrix, DeviceSlice y, int outputs, int tokens) {
    var widths = new ProjectionKernel.Widths(outputs, inputs);
    kernels.tokens().product().issue(x, matrix, y, tokens, widths);
  }

  private void turn(
      RotaryEmbeddingKernel kernel,
      DeviceSlice x,
      LayerWorkspace work,
      RotaryEmbeddingKernel.Rows rows,
      Rope rope) {
    var angles = new RotaryEmbeddingKernel.Angles(cosines, sines, work.positions());
    kernel.issue(x, angles, x, rows, rope);
  }
}
