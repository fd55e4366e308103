package assay.golden.cache;

import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model;
import assay.spec.Model1Layout;

/**
 * How a token's bytes lie in a page, as the literature gives it: one or two runs for each slot, the
 * second of them in a footer behind all first ones.
 */
enum TokenLayout {
  BF16,
  FP16,
  FP8,
  FP8_DS_MLA,
  MODEL1;

  /** Whether the layout is made for this model's widths. */
  boolean fits(Model model) {
    return switch (this) {
      case BF16, FP16, FP8 -> true;
      case FP8_DS_MLA -> model.latent() % 128 == 0;
      case MODEL1 -> model.latent() % 64 == 0;
    };
  }

  /** The formula: bytes per token and layer. */
  int bytes(Model model) {
    return switch (this) {
      case BF16, FP16 -> Short.BYTES * model.cacheWidth();
      case FP8 -> model.cacheWidth();
      case FP8_DS_MLA -> model.latent() + model.latent() / 32 + Short.BYTES * model.rope();
      case MODEL1 -> body(model) + footer(model);
    };
  }

  /** Bytes of a slot that lie in the footer. */
  int footer(Model model) {
    return this == MODEL1 ? Math.ceilDiv(model.latent() / 64, 8) * 8 : 0;
  }

  /** The layout that caches have; its bytes are to be those of the formula. */
  LatentLayout of(Model model) {
    int latent = model.latent();
    int rope = model.rope();
    return switch (this) {
      case BF16 -> DenseLayout.bFloat16(latent, rope);
      case FP16 -> DenseLayout.float16(latent, rope);
      case FP8 -> DenseLayout.fp8(latent, rope, 1);
      case FP8_DS_MLA -> new Fp8DsMlaLayout(latent, rope);
      case MODEL1 -> Model1Layout.padded(latent, rope);
    };
  }

  int body(Model model) {
    return this == MODEL1 ? model.latent() + Short.BYTES * model.rope() : bytes(model);
  }
}
