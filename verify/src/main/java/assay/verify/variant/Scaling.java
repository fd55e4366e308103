package assay.verify.variant;

/** Where the softmax scale comes in, and in which base exponents are. */
public enum Scaling {
  /** The query is multiplied by scale · log₂e beforehand; scores are exponents of 2. */
  QUERY,
  /** Scores are multiplied by scale · log₂e; they are exponents of 2. */
  SCORE,
  /** Scores stay q·k, and the exponent is one fused operation of score, constant and maximum. */
  EXPONENT,
  /** Scores are multiplied by the scale, and exponents of e by log₂e one at a time. */
  NATURAL;

  static final float LOG2_E = (float) (1 / Math.log(2));
  static final float LN_2 = (float) Math.log(2);
}
