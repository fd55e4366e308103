package assay.gpu.kernels;

import assay.spec.LatentUp;
import assay.spec.MlaShape;

/** Some heads over a latent, and their widths, as {@link MlaShape} has them. */
record HeadWidths(int heads, int latent, int nope, int rope, int value) {

  static HeadWidths of(LatentUp up, int rope) {
    return new HeadWidths(up.heads(), up.latent(), up.nope(), rope, up.value());
  }

  static HeadWidths of(MlaShape shape) {
    return new HeadWidths(shape.heads(), shape.latent(), shape.nope(), shape.rope(), shape.value());
  }

  /** E + R. */
  int keyWidth() {
    return nope + rope;
  }

  /** D + R. */
  int cacheWidth() {
    return latent + rope;
  }

  HeadWidths withHeads(int count) {
    return new HeadWidths(count, latent, nope, rope, value);
  }
}
