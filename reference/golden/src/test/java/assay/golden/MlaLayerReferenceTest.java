package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.LayerKernel.Bug;
import assay.numerics.Elements;
import assay.spec.AttentionForm;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Implementation;
import assay.spec.LatentStore;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.Tensor;
import assay.spec.TokenSchedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden layer against its formula; its forms and schedules against each other. */
final class MlaLayerReferenceTest {

  private static final MlaShape SHAPE = new MlaShape(16, 3, 8, 8, 6, 4, 5);

  private static final TokenSchedule STEPS =
      new TokenSchedule(new int[] {5, 1, 3}, new int[] {2, 1, 1});

  private final MlaLayerReference reference = MlaLayerReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(300)
        .map(MlaLayerDraw::problem)
        .forEach(problem -> assertTrue(apart(problem, new MlaLayerFormula()) <= 1));
  }

  @Test
  void agreesWithTheFormula_forManyHeads() {
    for (int heads : new int[] {6, 12, 40}) {
      MlaShape shape = new MlaShape(20, heads, 7, 6, 4, 2, 5);
      Problem problem = MlaLayerDraw.problem(new Draw(heads), shape, STEPS);
      assertTrue(apart(problem, new MlaLayerFormula()) <= 1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Bug.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void everyPlantedBugIsSeen(Bug bug) {
    Implementation<Problem> wrong = new LayerKernel(NumericContract.BINARY64, bug);
    Draw.seeds(50)
        .map(draw -> MlaLayerDraw.problem(draw, SHAPE, STEPS))
        .forEach(problem -> assertTrue(apart(problem, wrong) > 1));
  }

  @Test
  void absorbedAndExpandedAgree() {
    Draw.seeds(100)
        .map(MlaLayerDraw::problem)
        .map(problem -> problem.withForm(AttentionForm.ABSORBED))
        .forEach(problem -> assertTrue(apart(problem, this::expanded) <= 1));
  }

  @Test
  void anyScheduleOfTheSameTokensGivesTheSame() {
    Draw.seeds(100)
        .map(MlaLayerDraw::problem)
        .forEach(problem -> {
          assertTrue(
              apart(problem, p -> reference.run(p.withSchedule(p.schedule().oneByOne()))) <= 1);
          assertTrue(
              apart(problem, p -> reference.run(p.withSchedule(p.schedule().atOnce()))) <= 1);
        });
  }

  @Test
  void pageSizeChangesNoBit() {
    Draw.seeds(50)
        .map(MlaLayerDraw::problem)
        .forEach(problem -> {
          LatentStore other =
              new LatentStore(problem.store().format(), problem.store().pageSize() + 3);
          assertSame(reference.run(problem), reference.run(problem.withStore(other)));
        });
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    for (AttentionForm form : AttentionForm.values()) {
      Problem problem = MlaLayerDraw.problem(new Draw(1), SHAPE, STEPS).withForm(form);
      ReferenceChecks.assertSameBits(MlaLayerReference::with, problem);
    }
  }

  @Test
  void aNanReachesItsTokenAndLaterOnesOfItsSequence() {
    for (AttentionForm form : AttentionForm.values()) {
      Problem problem = MlaLayerDraw.problem(new Draw(3), SHAPE, STEPS).withForm(form);
      double[] hidden = problem.hidden().toDoubles();
      hidden[2 * SHAPE.hidden()] = Double.NaN;
      Tensor out = reference.run(problem.withHidden(Elements.of(hidden))).tensor("out");
      for (int i = 0; i < out.values().length; i++) {
        int row = i / SHAPE.hidden();
        assertEquals(row >= 2 && row < STEPS.tokens(0), Double.isNaN(out.values()[i]));
      }
    }
  }

  private Result expanded(Problem problem) {
    return reference.run(problem.withForm(AttentionForm.EXPANDED));
  }

  /**
   * Largest distance in units of what two honest binary64 layers may be apart, one of this form,
   * the other of this form or expanded: twice the larger of the two forms' budgets.
   */
  private double apart(Problem problem, Implementation<Problem> subject) {
    Expectation expected = reference.expect(problem, NumericContract.BINARY64);
    List<ErrorBudget> expanded =
        reference
            .expect(problem.withForm(AttentionForm.EXPANDED), NumericContract.BINARY64)
            .budgets();
    List<ErrorBudget> both = new ArrayList<>();
    for (int i = 0; i < expanded.size(); i++) {
      both.add(twiceTheLarger(expected.budgets().get(i), expanded.get(i)));
    }
    return Headroom.of(new Expectation(expected.result(), both), subject.run(problem)).hard();
  }

  private static ErrorBudget twiceTheLarger(ErrorBudget one, ErrorBudget other) {
    double[] twice = new double[one.length()];
    for (int i = 0; i < twice.length; i++) {
      twice[i] = 2 * Math.max(one.hard()[i], other.hard()[i]);
    }
    return new ErrorBudget(twice, twice);
  }

  private static void assertSame(Result expected, Result actual) {
    for (int i = 0; i < expected.tensors().size(); i++) {
      assertArrayEquals(expected.tensors().get(i).values(), actual.tensors().get(i).values());
    }
  }
}
