package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.spec.Implementation;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every barrier and every wait of the tensor-core kernel is needed: without it the check for races
 * finds one by itself, whether copies complete early or late.
 */
final class PagedMlaDecodeTensorRacesTest {

  private static final Checks RACES_ALONE = new Checks(false, false, true, 1L << 28);
  private static final String PTX = EmulatedTensor.committed().text();
  private static final String BARRIER = "bar\\.sync[^;]*;";
  private static final String WAIT = "cp\\.async\\.wait_group 0;";

  @Test
  void thereIsSomethingToDrop() {
    assertEquals(8, matches(BARRIER).count());
    assertEquals(2, matches(WAIT).count());
  }

  @TestFactory
  Stream<DynamicTest> aDroppedBarrier_isARace() {
    return matches(BARRIER).flatMap(match -> races("barrier", match, ""));
  }

  @TestFactory
  Stream<DynamicTest> aDroppedWait_isARace() {
    return matches(WAIT).flatMap(match -> races("wait", match, ""));
  }

  @TestFactory
  Stream<DynamicTest> aWeakenedWait_isARace() {
    return matches(WAIT).flatMap(match -> races("wait", match, "cp.async.wait_group 1;"));
  }

  private static Stream<MatchResult> matches(String regex) {
    return java.util.regex.Pattern.compile(regex).matcher(PTX).results();
  }

  private static Stream<DynamicTest> races(String what, MatchResult match, String replacement) {
    String edited = PTX.substring(0, match.start()) + replacement + PTX.substring(match.end());
    String name = what + " " + PTX.substring(0, match.start()).lines().count();
    return Stream.of(Completion.values())
        .map(completion ->
            DynamicTest.dynamicTest(
                name + " " + completion,
                () -> assertRace(edited, heads(match.start()), completion)));
  }

  /** What runs the entry that this place is in. */
  private static int heads(int place) {
    return place < PTX.indexOf(".entry " + PagedMlaDecodeTensorKernel.STEM + "_64(") ? 16 : 20;
  }

  private static void assertRace(String ptx, int heads, Completion completion) {
    Problem problem =
        PagedMlaDecodeProblems.model(Model.DEEPSEEK_V2_LITE, List.of(100), Pattern.NORMAL, 1)
            .withHeads(heads)
            .problem();
    Implementation<Problem> kernel =
        EmulatedTensor.kernel(new PtxSource("edited", ptx), RACES_ALONE, completion);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> kernel.run(problem));
    assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
  }
}
