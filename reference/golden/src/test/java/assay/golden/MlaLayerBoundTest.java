package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.LayerKernel.Bug;
import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.LatentStore;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.NumericContract;
import assay.spec.TokenSchedule;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries to break lemma 18: honest layers stay within their budgets, planted bugs do not. */
final class MlaLayerBoundTest {

  private static final TokenSchedule STEPS =
      new TokenSchedule(new int[] {5, 1, 3}, new int[] {2, 1, 1});

  static Stream<NumericContract> contracts() {
    return Stream.of(NumericContract.BINARY64, NumericContract.F32, NumericContract.BF16);
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void honestLayersKeepTheirBudgets(NumericContract contract) {
    Draw.seeds(300)
        .map(MlaLayerDraw::problem)
        .forEach(problem -> assertTrue(headroom(problem, contract, Bug.NONE) <= 1));
  }

  /** Heads that are no power of two, widths that all differ. */
  @Test
  void honestLayersOfManyHeadsKeepTheirBudgets() {
    for (int heads : new int[] {6, 12, 40}) {
      MlaShape shape = new MlaShape(20, heads, 7, 6, 4, 2, 5);
      Problem problem = MlaLayerDraw.problem(new Draw(heads), shape, STEPS);
      assertTrue(headroom(problem, NumericContract.F32, Bug.NONE) <= 1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Bug.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void everyPlantedBugIsSeen(Bug bug) {
    MlaShape shape = new MlaShape(16, 3, 8, 8, 6, 4, 5);
    Draw.seeds(50)
        .map(draw -> MlaLayerDraw.problem(draw, shape, STEPS))
        .forEach(problem -> assertTrue(headroom(problem, NumericContract.F32, bug) > 1));
  }

  /** A number that is stored in bf16 is off by nothing, or by a step where it lies on an edge. */
  @Test
  void theCacheForgetsSmallErrors() {
    MlaShape shape = new MlaShape(16, 3, 8, 8, 6, 4, 5);
    Problem problem =
        MlaLayerDraw.problem(new Draw(1), shape, STEPS)
            .withStore(new LatentStore(FloatFormat.BF16, 4));
    double[] budget =
        new MlaLayerBudgets(problem, NumericContract.BINARY64, Lanes.best())
            .inOrder()
            .getLast()
            .hard();
    assertTrue(Arrays.stream(budget).allMatch(error -> error == 0));
  }

  @Test
  void aNanIsMetExactly_andOnlyWhereItReaches() {
    MlaShape shape = new MlaShape(4, 2, 0, 3, 2, 2, 2);
    Problem problem = MlaLayerDraw.problem(new Draw(3), shape, STEPS);
    double[] hidden = problem.hidden().toDoubles();
    hidden[2 * 4] = Double.NaN;
    Problem broken = problem.withHidden(Elements.of(hidden));
    double[] out = new MlaLayerFormula().run(broken).tensor("out").values();
    double[] budget =
        new MlaLayerBudgets(broken, NumericContract.F32, Lanes.best()).inOrder().getFirst().hard();
    for (int i = 0; i < out.length; i++) {
      int row = i / 4;
      boolean reached = row >= 2 && row < problem.schedule().tokens(0);
      assertEquals(reached, Double.isNaN(out[i]));
      assertEquals(reached, budget[i] == 0);
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
