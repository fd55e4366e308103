package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.ProjectionReference;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.KernelFormat;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.ProjectionKernel;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Projection.Problem;
import assay.spec.ProjectionWeights;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The matrix product at sizes around its tiles, and without its barriers and waits. */
final class ProjectionKernelTest {

  private static final String PTX = KernelSource.committed(ProjectionKernel.STEM).ptx().text();

  @ParameterizedTest
  @CsvSource({
    "16,64,64,16",
    "17,65,71,16",
    "1,130,258,16",
    "64,64,320,16",
    "65,127,200,128",
    "129,130,66,128"
  })
  void tilesAndTails(int tokens, int outputs, int inputs, int tile) {
    Problem problem = problem(tokens, outputs, inputs);
    for (KernelFormat format : KernelFormat.values()) {
      for (Completion completion : Completion.values()) {
        ProjectionKernel kernel = kernel(PTX, Checks.ALL, completion, format);
        assertEquals(
            "projection_" + tile + "_" + format.name().toLowerCase(java.util.Locale.ROOT),
            kernel.choose(problem).entry());
        Comparison comparison =
            Judge.compare(
                ProjectionReference.create().expect(problem, ProjectionKernel.contract(format)),
                kernel.run(problem));
        assertTrue(comparison.withinBudget(), comparison::toString);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> aDroppedBarrierOrWait_isARace() {
    return Pattern.compile("bar\\.sync[^;]*;|cp\\.async\\.wait_group [0-9];")
        .matcher(PTX)
        .results()
        .flatMap(match -> {
          String edited = PTX.substring(0, match.start()) + PTX.substring(match.end());
          String entry = PTX.substring(0, match.start());
          entry = entry.substring(entry.lastIndexOf(".entry ") + 7);
          String name = entry.substring(0, entry.indexOf('('));
          return Stream.of(Completion.values())
              .map(completion ->
                  DynamicTest.dynamicTest(
                      name + " " + match.group() + " " + completion,
                      () -> assertRace(edited, name, completion)));
        });
  }

  private static void assertRace(String ptx, String entry, Completion completion) {
    KernelFormat format = entry.endsWith("bf16") ? KernelFormat.BF16 : KernelFormat.F32;
    Problem problem = problem(entry.contains("_16_") ? 3 : 65, 20, 400);
    Checks races = new Checks(false, false, true, 1L << 28);
    ProjectionKernel kernel = kernel(ptx, races, completion, format);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> kernel.run(problem));
    assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
  }

  private static ProjectionKernel kernel(
      String ptx, Checks checks, Completion completion, KernelFormat format) {
    return new ProjectionKernel(
        new EmulatedDevice(checks, Schedule.LATEST.with(completion)),
        new PtxSource("projection.ptx", ptx),
        format);
  }

  private static Problem problem(int tokens, int outputs, int inputs) {
    Drawing drawing = new Drawing(7);
    Elements x = drawing.normals(FloatFormat.BF16, tokens * inputs, 1);
    Elements weights = drawing.normals(FloatFormat.BF16, outputs * inputs, 1);
    return new Problem(x, new ProjectionWeights.Dense(outputs, inputs, weights));
  }
}
