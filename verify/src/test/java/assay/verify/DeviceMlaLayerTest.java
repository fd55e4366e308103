package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.LayerKernels;
import assay.gpu.kernels.MlaLayerKernel;
import assay.numerics.FloatFormat;
import assay.spec.AttentionForm;
import assay.spec.Expectation;
import assay.spec.LatentStore;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.Model;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.TokenSchedule;
import assay.spec.Yarn;
import assay.verify.LayerOnDevice.Steps;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The layer on the emulator with every check, as a problem and as a program runs it. */
final class DeviceMlaLayerTest {

  /** Two sequences of unlike prefill, whose pages interleave; then four decode steps. */
  private static final TokenSchedule SHORT =
      new TokenSchedule(new int[] {7, 1, 1, 1, 1}, new int[] {18, 1, 1, 1, 1});

  private static final EmulatedDevice DEVICE = new EmulatedDevice(Checks.ALL);
  private static final LayerKernels KERNELS = LayerKernels.committed(DEVICE);
  private static final MlaLayerKernel LAYER = layer(DEVICE, committed());
  private static final HostComposedLayer.Kernels PARTS = HostComposedLayer.Kernels.load(DEVICE);

  @TestFactory
  Stream<DynamicTest> drawnProblems_areTheSameBits_asTheKernelsOneByOne() {
    return LongStream.iterate(1, seed -> seed + 1)
        .mapToObj(seed -> MlaLayerProblems.small(new Drawing(seed)))
        .filter(DeviceMlaLayerTest::isTaken)
        .limit(12)
        .map(problem ->
            DynamicTest.dynamicTest(
                problem.shape() + " " + problem.form(), () -> assertSame(LAYER, problem)));
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek-v2-lite, ABSORBED",
    "deepseek-v2-lite, EXPANDED",
    "minicpm3-4b, ABSORBED",
  })
  void modelsOfAReducedHiddenSize_areTheSameBits_asTheKernelsOneByOne(
      String model, AttentionForm form) {
    TokenSchedule schedule = new TokenSchedule(new int[] {9, 1}, new int[] {2, 1, 1});
    Problem problem = MlaLayerProblems.like(Model.named(model), 32, schedule, 3);
    assertSame(LAYER, problem.withForm(form));
  }

  @ParameterizedTest
  @EnumSource(Steps.class)
  void decodeSteps_areTheSameBits_asStepsOfTheProblem(Steps steps) {
    Problem problem = tiny(SHORT);
    double[] expected = LAYER.run(problem).tensor("out").values();
    assertArrayEquals(expected, new LayerOnDevice(DEVICE, KERNELS).run(problem, steps));
  }

  @ParameterizedTest
  @EnumSource(Steps.class)
  void decodeSteps_askThePoolForNothing(Steps steps) {
    LayerOnDevice run = new LayerOnDevice(DEVICE, KERNELS);
    run.run(tiny(SHORT), steps);
    assertEquals(4, run.statistics().size());
    assertEquals(1, run.statistics().stream().distinct().count(), run.statistics()::toString);
    assertTrue(run.statistics().getFirst().bytesLive() > 0);
  }

  /** Keys are split and merged: by their number in the loop, by the table's room once recorded. */
  @ParameterizedTest
  @EnumSource(Steps.class)
  void stepsOverSplitKeys_agreeWithTheGoldenLayer(Steps steps) {
    Problem problem = tiny(new TokenSchedule(new int[] {200, 1, 1}));
    double[] out = new LayerOnDevice(DEVICE, KERNELS).run(problem, steps);
    Expectation expected = golden().reference().expect(problem, MlaLayerKernel.CONTRACT);
    double[] cache = expected.result().tensor("cache").values();
    Comparison comparison = Judge.compare(expected, MlaLayer.result(problem, out, cache));
    assertTrue(comparison.withinBudget(), comparison::toString);
  }

  /** Edits of the PTX that every match of a pattern gets. */
  @ParameterizedTest
  @CsvSource({
    "lengths do not grow, 'st\\.global\\.u32 \t\\[(%rd\\d+)\\], (%r\\d+);(\\s+\\$L__BB0_9)', $3",
    "all slots in one page, 'mul\\.wide\\.s32 \t(%rd30), (%r\\d+), ', 'mul.wide.s32 \t$1, 0, '",
    "one sequence for all, 'mov\\.u32 \t(%r\\d+), %ctaid\\.y;', 'mov.u32 \t$1, 0;'"
  })
  void plantedBug_isSeen(String name, String regex, String by) {
    String edited = committed().replaceAll(regex, by);
    assertFalse(edited.equals(committed()), "nothing to edit in the PTX");
    MlaLayerKernel broken = layer(new EmulatedDevice(Checks.ALL), edited);
    Problem problem = tiny(SHORT).withForm(AttentionForm.EXPANDED);
    assertThrows(Throwable.class, () -> assertSame(broken, problem), name + " survives");
  }

  @Test
  void lengthsThatGrowBeforeAllHaveReadThem_areARace() {
    String edited = committed().replaceAll("bar\\.sync[^;]*;", "");
    assertFalse(edited.equals(committed()), "nothing to edit in the PTX");
    MlaLayerKernel broken = layer(new EmulatedDevice(Checks.ALL), edited);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> broken.run(tiny(SHORT)));
    assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
  }

  private static String committed() {
    return KernelSource.committed(MlaLayerKernel.STEM).ptx().text();
  }

  private static MlaLayerKernel layer(EmulatedDevice device, String ptx) {
    return new MlaLayerKernel(device, new PtxSource(MlaLayerKernel.STEM, ptx));
  }

  /** Of few heads, with bottleneck and rope, in pages of four slots. */
  static Problem tiny(TokenSchedule schedule) {
    Rope rope = new Rope(6, RopePairing.INTERLEAVED, 1e4, Yarn.of(40, 1));
    return MlaLayerProblems.problem(
            new Drawing(5),
            new MlaShape(24, 3, 10, 36, 10, 6, 12),
            new MlaLayer.Constants(1e-6, Optional.of(rope), 0.25f),
            schedule,
            new LatentStore(FloatFormat.BF16, 4))
        .withForm(AttentionForm.ABSORBED);
  }

  private static boolean isTaken(Problem problem) {
    return problem.store().format() == FloatFormat.BF16
        && problem.shape().latent() % 2 == 0
        && problem.tokens() > 0;
  }

  private static void assertSame(MlaLayerKernel layer, Problem problem) {
    Result expected = HostComposedLayer.run(PARTS, problem);
    Result actual = layer.run(problem);
    for (String tensor : List.of("cache", "out")) {
      assertArrayEquals(
          expected.tensor(tensor).values(), actual.tensor(tensor).values(), () -> tensor);
    }
    assertTrue(Arrays.stream(expected.tensor("out").values()).anyMatch(value -> value != 0));
  }

  @SuppressWarnings("unchecked") // the operator's problems
  private static GoldenOperator<Problem> golden() {
    return (GoldenOperator<Problem>) GoldenOperators.of(MlaLayer.OPERATOR);
  }
}
