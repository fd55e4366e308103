package assay.golden;

import assay.numerics.Elements;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;

/**
 * Tokens as a latent cache takes them.
 *
 * @param latents [N, D], normed
 * @param keys [N, R], turned
 */
record Compressed(Elements latents, Elements keys) {

  /** Of hidden states [N, hidden]. */
  static Compressed of(MlaWeights weights, TokenSteps steps, Elements hidden) {
    MlaShape shape = weights.shape();
    int width = shape.cacheWidth();
    double[] down =
        steps.projected(hidden, shape.hidden(), weights.latentDown(), width).toDoubles();
    Elements latents = Elements.of(TokenSteps.columns(down, width, 0, shape.latent()));
    double[] keys = TokenSteps.columns(down, width, shape.latent(), shape.rope());
    steps.rope(keys, 1, 0, shape.rope());
    return new Compressed(
        steps.normed(latents, shape.latent(), weights.latentNorm()), Elements.of(keys));
  }
}
