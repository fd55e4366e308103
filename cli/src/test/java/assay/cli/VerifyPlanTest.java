package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.MhaDecode;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.SparseMlaDecode;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Property.Check;
import assay.verify.Recipe;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** How many problems a property is posed. */
class VerifyPlanTest {

  private static final GoldenOperator<Problem> GOLDEN = GoldenOperators.pagedMlaDecode();

  private static final Check<Problem> NEVER =
      (problem, seed) -> {
        throw new AssertionError("not to be run");
      };

  @Test
  void aCostlyPropertyIsPosedItsShare() {
    VerifyPlan<Problem> plan = VerifyPlan.standard(GOLDEN, 1, 20, problem -> true, false);
    int all = plan.recipes(law("law", 1)).size();
    int share = plan.recipes(law("law", 4)).size();
    assertTrue(share == all / 4 || share == Math.ceilDiv(all, 4), share + " of " + all);
  }

  @Test
  void propertiesShareTheProblemsOut() {
    VerifyPlan<Problem> plan = VerifyPlan.standard(GOLDEN, 1, 20, problem -> true, false);
    Set<Object> posed = new HashSet<>();
    for (String name : List.of("a", "b", "c", "d")) {
      posed.addAll(plan.recipes(law(name, 4)));
    }
    assertEquals(plan.recipes(law("law", 1)).size(), posed.size());
  }

  @Test
  void theOnlyProblemIsPosedToAll() {
    VerifyPlan<Problem> plan =
        VerifyPlan.models(GOLDEN, List.of(Model.DEEPSEEK_V2_LITE), 1, problem -> true);
    assertEquals(1, plan.recipes(law("law", 4)).size());
  }

  @Test
  void aProblemOfEachModelIsPosedToAll() {
    List<Model> models = List.of(Model.DEEPSEEK_V2_LITE, Model.MINICPM3);
    VerifyPlan<Problem> plan = VerifyPlan.models(GOLDEN, models, 1, problem -> true);
    assertEquals(2, plan.recipes(law("law", 4)).size());
  }

  @Test
  void everyOperatorIsPosedDrawnProblemsAndModels() {
    for (GoldenOperator<?> golden : GoldenOperators.ALL) {
      VerifyPlan<?> plan = VerifyPlan.standard(golden, 1, 20, problem -> true, false);
      assertTrue(plan.common().size() >= 20, golden.operator().name()::kebab);
      assertTrue(plan.longest().size() >= 3, golden.operator().name()::kebab);
    }
  }

  /** Over each kind of cache, and with keys wider than the matrix units take. */
  @Test
  void theKernelThatChoosesIsPosedEveryKind() {
    List<Problem> posed =
        VerifyPlan.standard(GOLDEN, 1, 20, problem -> true, true).common().stream()
            .map(Recipe::problem)
            .toList();
    assertTrue(posed.stream().anyMatch(p -> p.cache().layout() instanceof Fp8DsMlaLayout));
    assertTrue(posed.stream().anyMatch(p -> p.width() > 576 && p.heads() > 1));
  }

  /** What a kernel over FP8 takes is one in a hundred of those that are drawn. */
  @Test
  void aRareKindOfProblemIsFoundAtAModelsShape() {
    @SuppressWarnings("unchecked") // that operator's problems
    var golden =
        (GoldenOperator<SparseMlaDecode.Problem>) GoldenOperators.of(SparseMlaDecode.OPERATOR);
    Predicate<SparseMlaDecode.Problem> rare =
        p ->
            p.query().format() == FloatFormat.BF16
                && p.cache().layout() instanceof Fp8DsMlaLayout
                && p.valueWidth() == p.latent();
    List<Model> models = List.of(Model.DEEPSEEK_V2_LITE, Model.MINICPM3);
    assertTrue(
        VerifyPlan.models(golden, models, 7, rare).common().stream()
            .map(Recipe::problem)
            .allMatch(rare));
  }

  @Test
  void onlyProblemsThatAreAcceptedArePosed() {
    @SuppressWarnings("unchecked") // that operator's problems
    var golden = (GoldenOperator<MhaDecode.Problem>) GoldenOperators.of(MhaDecode.OPERATOR);
    Predicate<MhaDecode.Problem> bf16 = p -> p.query().format() == FloatFormat.BF16;
    VerifyPlan<MhaDecode.Problem> plan = VerifyPlan.standard(golden, 1, 20, bf16, false);
    assertEquals(20, plan.common().stream().filter(r -> bf16.test(r.problem())).count());
    assertEquals(3, plan.longest().stream().filter(r -> bf16.test(r.problem())).count());
  }

  private static Property<Problem> law(String name, int oneIn) {
    return new Property<>(name, "A law.", NEVER, oneIn);
  }
}
