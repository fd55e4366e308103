package assay.gpu.kernels;

import assay.spec.MlaShape;
import assay.spec.UnsupportedProblem;

/** Which layers the kernels have a path for, in either form; others are refused. */
final class LayerWidths {

  private static final int MAX_LATENT = 512;
  private static final int MAX_VALUE = 256;

  private LayerWidths() {}

  static void require(MlaShape shape) {
    BFloat16Inputs.requireAtMost("latent", shape.latent(), MAX_LATENT, MlaLayerKernel.STEM);
    BFloat16Inputs.requireAtMost("value", shape.value(), MAX_VALUE, MlaLayerKernel.STEM);
    if (shape.latent() % 2 != 0) {
      throw new UnsupportedProblem(
          "latent is %d; %s takes even widths".formatted(shape.latent(), MlaLayerKernel.STEM));
    }
  }
}
