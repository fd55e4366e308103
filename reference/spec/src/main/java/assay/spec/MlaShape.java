package assay.spec;

/**
 * The widths of one attention layer with a latent cache.
 *
 * @param hidden hidden size, at least 1
 * @param heads H, at least 1
 * @param queryRank q_lora_rank; 0 where queries are projected in one step
 * @param latent D, kv_lora_rank, at least 1
 * @param nope E, qk_nope_head_dim, at least 1
 * @param rope R, qk_rope_head_dim, even, at least 0
 * @param value V, v_head_dim, at least 1
 */
public record MlaShape(
    int hidden, int heads, int queryRank, int latent, int nope, int rope, int value) {

  public MlaShape {
    Require.atLeast("hidden", hidden, 1);
    Require.atLeast("heads", heads, 1);
    Require.atLeast("queryRank", queryRank, 0);
    Require.atLeast("latent", latent, 1);
    Require.atLeast("nope", nope, 1);
    Require.atLeast("rope", rope, 0);
    Require.atLeast("value", value, 1);
    if (rope % 2 != 0) {
      throw new IllegalArgumentException("rope is " + rope + "; it must be even");
    }
  }

  /** D + R, what the latent cache holds for each token. */
  public int cacheWidth() {
    return latent + rope;
  }

  /** E + R, the width of a head's query and key. */
  public int keyWidth() {
    return nope + rope;
  }

  /** Whether queries go through a low-rank bottleneck and its norm. */
  public boolean hasQueryRank() {
    return queryRank > 0;
  }
}
