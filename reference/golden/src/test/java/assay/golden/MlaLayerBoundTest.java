package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.LayerKernel.Bug;
import assay.golden.lanes.Lanes;
import assay.spec.Expectation;
import assay.spec.MlaLayer.Problem;
import assay.spec.NumericContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tries to break lemma 19: honest layers stay within their budgets, planted bugs do not. */
final class MlaLayerBoundTest {

  @Test
  void honestLayersKeepTheirBudgets() {
    for (NumericContract contract :
        List.of(Contracts.BINARY64, Contracts.F32, Contracts.BF16_WEIGHTS)) {
      double[] worst = new double[1];
      Draw.seeds(300)
          .map(MlaLayerDraw::problem)
          .forEach(problem -> {
            double headroom = headroom(problem, contract, Bug.NONE);
            worst[0] = Math.max(worst[0], headroom);
          });
      System.err.println("DEBUG " + contract.output() + " " + worst[0]);
      assertTrue(worst[0] <= 1);
    }
  }

  private static double headroom(Problem problem, NumericContract contract, Bug bug) {
    Expectation expected =
        new Expectation(
            new MlaLayerFormula().run(problem),
            new MlaLayerBudgets(problem, contract, Lanes.best()).inOrder());
    return Headroom.of(expected, new LayerKernel(contract, bug).run(problem)).hard();
  }
}
