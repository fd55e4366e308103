package assay.golden;

import assay.numerics.Elements;

/** A layer's attention, of one step of one sequence at a time. */
interface MlaLayerAttention {

  /** Tokens {@code first} to before {@code first + count} of sequence {@code b}, all cached. */
  void step(int b, int first, int count);

  /** [N, H, V], once every step is done. */
  Elements values();
}
