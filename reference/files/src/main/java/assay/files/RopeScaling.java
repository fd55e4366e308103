package assay.files;

import assay.spec.Yarn;
import java.util.OptionalDouble;

/**
 * YaRN as a checkpoint's configuration gives it.
 *
 * <p>Source: YaRN, arXiv 2309.00071; field names and defaults of DeepSeek's configurations.
 *
 * @param factor how many times longer contexts become, positive
 * @param originalMaxPositions the context trained for
 * @param betaFast beta_fast
 * @param betaSlow beta_slow
 * @param mscale mscale
 * @param mscaleAllDim mscale_all_dim
 */
public record RopeScaling(
    double factor,
    int originalMaxPositions,
    OptionalDouble betaFast,
    OptionalDouble betaSlow,
    OptionalDouble mscale,
    OptionalDouble mscaleAllDim) {

  /** With DeepSeek's defaults for what is absent: 32 and 1 turns, mscale 1, mscale_all_dim 0. */
  Yarn yarn() {
    return new Yarn(
        factor,
        originalMaxPositions,
        betaFast.orElse(32),
        betaSlow.orElse(1),
        mscale.orElse(1),
        mscaleAllDim.orElse(0));
  }
}
