package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.machine.Completion;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tensor-core kernel at the shapes it is made for, on the emulator with every check. */
final class PagedMlaDecodeTensorKernelTest {

  @ParameterizedTest
  @EnumSource
  void agreesWithTheGoldenModelAtV2Lite(Completion completion) {
    withinBudget(
        PagedMlaDecodeProblems.model(
            Model.DEEPSEEK_V2_LITE, List.of(300, 0, 1, 64), Pattern.NEEDLES, 5),
        completion);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheGoldenModelAtV3(Completion completion) {
    withinBudget(
        PagedMlaDecodeProblems.model(Model.DEEPSEEK_V3, List.of(150), Pattern.NORMAL, 6),
        completion);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 12, 16, 17, 40, 65})
  void anyNumberOfHeads(int heads) {
    withinBudget(
        PagedMlaDecodeProblems.model(Model.DEEPSEEK_V2_LITE, List.of(70), Pattern.MARKERS, heads)
            .withHeads(heads),
        Completion.LATEST);
  }

  private static void withinBudget(PagedMlaDecodeRecipe recipe, Completion completion) {
    Problem problem = recipe.problem();
    Subject<Problem> subject = EmulatedTensor.honest(completion);
    Comparison comparison =
        Judge.compare(
            Emulated.GOLDEN.expect(problem, subject.contract()),
            subject.implementation().run(problem));
    assertTrue(comparison.withinBudget(), () -> recipe + ": " + comparison);
  }
}
