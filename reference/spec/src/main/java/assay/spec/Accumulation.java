package assay.spec;

/**
 * How a kernel adds up many terms, in the contract's accumulator.
 *
 * <p>{@code apart} terms are summed from zero before their sum joins the accumulator in an ordinary
 * addition: 64 for a tile of keys whose values are summed by themselves, 1 where every term joins
 * by itself and N terms make one chain. Within that, the order is open, and so is whether products
 * are fused. Of what error follows: docs/numerics.md, lemma 21.
 */
public sealed interface Accumulation {

  /** One chain, or any other order: no order of N terms has more than N roundings on a path. */
  Accumulation CHAIN = new Rounded(1);

  /**
   * Matrix units with bf16 or fp16 inputs and F32 accumulators. What they do is not documented by
   * their maker; this is what MMA-Sim found (arXiv 2511.10909, and its {@code simulator/nv.py}).
   * Volta's k is that of its mma.m8n8k4.
   */
  Accumulation VOLTA = new Truncated(1, 4, 23);

  /** As {@link #VOLTA}; mma.m16n8k8. */
  Accumulation TURING = new Truncated(1, 8, 24);

  /** As {@link #VOLTA}; Ampere and Ada take mma.m16n8k16 as two steps of 8. */
  Accumulation AMPERE = new Truncated(1, 8, 24);

  /** As {@link #VOLTA}; wgmma with k of 16. */
  Accumulation HOPPER = new Truncated(1, 16, 25);

  /** As {@link #VOLTA}; tcgen05.mma with k of 16. */
  Accumulation BLACKWELL = new Truncated(1, 16, 25);

  /** FP8 inputs, as MMA-Sim found: k of 32 in two steps, and 13 bits even of the accumulator. */
  Accumulation ADA_FP8 = new Truncated(1, 16, 13);

  /** FP8 inputs, as MMA-Sim found: k of 32, and 13 bits even of the accumulator. */
  Accumulation HOPPER_FP8 = new Truncated(1, 32, 13);

  /** FP8 inputs, as MMA-Sim found: k of 32. */
  Accumulation BLACKWELL_FP8 = new Truncated(1, 32, 25);

  /** Terms summed by themselves before their sum joins the accumulator; 1 for one chain. */
  int apart();

  /** The same with {@code terms} summed apart: what comes of promoting partial sums. */
  Accumulation inBlocksOf(int terms);

  /** Ordinary additions or fused multiply-adds, each rounded to nearest. */
  record Rounded(int apart) implements Accumulation {

    public Rounded {
      Require.atLeast("apart", apart, 1);
    }

    @Override
    public Rounded inBlocksOf(int terms) {
      return new Rounded(terms);
    }
  }

  /**
   * A matrix unit. A step aligns {@code products} products and the accumulator to the largest
   * exponent among them, cuts each to {@code fractionBits} bits behind the binary point, towards
   * zero, adds what is left exactly, and cuts the sum to the accumulator's precision, or to
   * fractionBits if those are fewer, towards zero.
   *
   * @param products in a step; the unit's k
   * @param fractionBits of the significands that are added; a product's is in [1, 4)
   */
  record Truncated(int apart, int products, int fractionBits) implements Accumulation {

    public Truncated {
      Require.atLeast("apart", apart, 1);
      Require.atLeast("products", products, 1);
      Require.atLeast("fractionBits", fractionBits, 1);
    }

    @Override
    public Truncated inBlocksOf(int terms) {
      return new Truncated(terms, products, fractionBits);
    }
  }
}
