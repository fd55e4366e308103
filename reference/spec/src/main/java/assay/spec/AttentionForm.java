package assay.spec;

/**
 * Two ways to the same attention over a latent cache (DeepSeek-V2, arXiv 2405.04434, section 2.1):
 * equal in exact arithmetic, with different roundings.
 */
public enum AttentionForm {
  /** W_UK goes into the query and W_UV follows the attention, which runs on the latents. */
  ABSORBED,
  /** Every head gets keys W_UK c and values W_UV c of its own. */
  EXPANDED
}
