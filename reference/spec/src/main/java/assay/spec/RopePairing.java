package assay.spec;

/**
 * Which features a rotary embedding turns together: pair i of R/2.
 *
 * <p>Source: DeepSeek-V3 inference/model.py for interleaved pairs (GPT-J's), GPT-NeoX for halves.
 */
public enum RopePairing {
  /** (2i, 2i + 1). */
  INTERLEAVED,
  /** (i, i + R/2). */
  HALF_SPLIT;

  /** The first feature of pair {@code i} in {@code width} = R. */
  public int first(int i, int width) {
    return this == INTERLEAVED ? 2 * i : i;
  }

  /** The second feature of pair {@code i}. */
  public int second(int i, int width) {
    return this == INTERLEAVED ? 2 * i + 1 : i + width / 2;
  }
}
