package assay.verify.variant;

/** What a variant's memory is like. */
public enum Surroundings {
  /**
   * A checker's: outputs and workspace hold NaN before they are written and lie between guard
   * bands, every operand has a row stride of its own with NaN between rows, and an access outside a
   * buffer throws {@link StrayAccess}.
   */
  CHECKED,
  /**
   * A quiet GPU's, as most test suites leave it: buffers are contiguous and hold zeros, and a stray
   * access lands somewhere in the same buffer and goes unnoticed.
   */
  FORGIVING
}
