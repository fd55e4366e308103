package assay.verify.diagnosis;

import assay.spec.AttentionForm;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;

/**
 * A token of a layer's problem, in the step that brings it.
 *
 * @param b its sequence
 * @param first the step's first position
 * @param count the step's tokens
 * @param position its own, from 0 in its sequence
 */
record LayerToken(Problem problem, int b, int first, int count, int position) {

  MlaShape shape() {
    return problem.shape();
  }

  /** Of hidden states, results and slots. */
  int row() {
    return row(position);
  }

  /** That of another token of its sequence. */
  int row(int t) {
    return problem.schedule().firstRow(b) + t;
  }

  boolean isPrefill() {
    return count > 1;
  }

  boolean isAbsorbed() {
    return problem.form() == AttentionForm.ABSORBED;
  }
}
