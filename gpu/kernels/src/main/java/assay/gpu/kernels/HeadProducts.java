package assay.gpu.kernels;

import assay.gpu.device.Dim3;
import assay.gpu.device.LaunchConfig;
import assay.numerics.Elements;
import assay.spec.Accumulation;
import assay.spec.NumericContract;
import assay.spec.ProjectionWeights;
import assay.spec.UnsupportedProblem;

/** What launchers of {@code head_product.cuh} share. */
final class HeadProducts {

  private static final int TILE = 64;
  private static final int THREADS = 128;
  private static final int SHARED_BYTES = 49_152;

  private HeadProducts() {}

  /** One chain on the matrix unit. */
  static NumericContract contract(KernelFormat format) {
    return NumericContract.F32
        .withOutput(format.format())
        .withSums(Accumulation.AMPERE, Accumulation.AMPERE);
  }

  static LaunchConfig config(int outputs, int tokens, int products) {
    return new LaunchConfig(
        new Dim3(Math.ceilDiv(outputs, TILE), Math.ceilDiv(tokens, TILE), products),
        Dim3.of(THREADS),
        SHARED_BYTES);
  }

  static Elements dense(ProjectionWeights weights, String stem) {
    return switch (weights) {
      case ProjectionWeights.Dense dense -> dense.values();
      case ProjectionWeights.BlockScaled scaled ->
          throw new UnsupportedProblem("weights are scaled by blocks; " + stem + " reads BF16");
    };
  }
}
