package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import org.junit.jupiter.api.Test;

/** Whoever accepts more false alarms gets narrower statistical budgets, and the same hard ones. */
final class ReferenceConfidenceTest {

  @Test
  void confidenceMovesTheStatisticalBudgetsAlone() {
    Problem problem = AimedProblems.NORMAL.of(1, 200, 1);
    PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();
    Expectation sure = reference.expect(problem, NumericContract.F32);
    Expectation bold = reference.expect(problem, NumericContract.F32, new Confidence(0.1, 1000));
    for (int i = 0; i < sure.budgets().size(); i++) {
      assertArrayEquals(sure.budgets().get(i).hard(), bold.budgets().get(i).hard());
      for (int j = 0; j < sure.budgets().get(i).length(); j++) {
        assertTrue(bold.budgets().get(i).statistical()[j] < sure.budgets().get(i).statistical()[j]);
      }
    }
  }
}
