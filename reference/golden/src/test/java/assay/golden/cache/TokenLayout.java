package assay.golden.cache;

import assay.spec.Model;

/**
 * How a token's bytes lie in a page: one or two runs for each slot, the second of them in a footer
 * behind all first ones.
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

  /** Bytes of a page: MODEL1 pads to whole slot bodies. */
  long pageBytes(Model model, int pageSize) {
    long slots = (long) pageSize * bytes(model);
    return this == MODEL1 ? Math.ceilDiv(slots, body(model)) * (long) body(model) : slots;
  }

  int body(Model model) {
    return this == MODEL1 ? model.latent() + Short.BYTES * model.rope() : bytes(model);
  }
}
