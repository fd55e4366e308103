package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.conformance.ConformanceCase;
import assay.gpu.conformance.ConformanceCases;
import assay.gpu.conformance.ConformanceResult;
import assay.gpu.conformance.ConformanceSuite;
import assay.gpu.device.DeviceException;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.mutation.DamagedPtx;
import assay.gpu.ptx.PtxModule;
import assay.gpu.ptx.PtxSyntaxError;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;
import assay.verify.PagedMlaDecodeRecipe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Whatever is done to PTX, the emulator refuses it, faults, or runs it: it neither hangs nor fails
 * in a way of its own. {@code -Dassay.damaged=10000} does more.
 */
final class DamagedPtxTest {

  private static final int COUNT = Integer.getInteger("assay.damaged", 400);

  /** Of these so many are of the tensor-core kernel, which is ten times as long. */
  private static final int TENSOR_ONE_IN = 20;

  /** Instructions of a warp. */
  private static final Checks CHECKS = new Checks(true, true, true, 1 << 13);

  private static final Problem PROBLEM =
      PagedMlaDecodeRecipe.parse("heads=2 latent=16 rope=8 page=4 lengths=9,1").problem();

  private enum Outcome {
    NO_PTX,
    REFUSED,
    FAULTED,
    RAN
  }

  /** What was done with a text; anything but a device's own exceptions is a defect. */
  private interface Trial {
    Outcome of(EmulatedDevice device);
  }

  @Test
  void damagedKernels_areRefusedOrFaultOrRun(TestReporter reporter) {
    List<String> texts =
        List.of(
            KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx().text(),
            KernelSource.committed(PagedMlaDecodeTensorKernel.STEM).ptx().text());
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (int seed = 0; seed < COUNT; seed++) {
      PtxSource ptx =
          new PtxSource(
              "damaged", DamagedPtx.of(texts.get(seed % TENSOR_ONE_IN == 0 ? 1 : 0), seed));
      Trial trial =
          device -> {
            PtxKernel.of(ptx).load(device, ptx).run(PROBLEM);
            return Outcome.RAN;
          };
      outcomes.merge(outcome(trial, ptx, seed), 1, Integer::sum);
    }
    requireAll(outcomes, reporter);
  }

  /** Every form that the emulator knows by a case is among them. */
  @Test
  void damagedCases_areRefusedOrFaultOrRun(TestReporter reporter) {
    List<ConformanceCase> cases = ConformanceCases.all();
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (int seed = 0; seed < COUNT; seed++) {
      ConformanceCase damaged = damaged(cases.get(seed % cases.size()), seed);
      outcomes.merge(
          outcome(device -> outcome(device, damaged), damaged.kernel(), seed), 1, Integer::sum);
    }
    requireAll(outcomes, reporter);
  }

  private static ConformanceCase damaged(ConformanceCase whole, int seed) {
    return new ConformanceCase(
        whole.file(),
        whole.form(),
        whole.isa(),
        whole.version(),
        whole.target(),
        whole.module(),
        whole.inputs(),
        whole.outputs(),
        DamagedPtx.of(whole.text(), seed),
        whole.runs());
  }

  private static Outcome outcome(EmulatedDevice device, ConformanceCase damaged) {
    return switch (ConformanceSuite.run(device, damaged)) {
      case ConformanceResult.Pass _, ConformanceResult.Mismatches _ -> Outcome.RAN;
      case ConformanceResult.Unsupported _ -> refusal(damaged.kernel());
      case ConformanceResult.Faulted _ -> Outcome.FAULTED;
    };
  }

  private static Outcome outcome(Trial trial, PtxSource ptx, int seed) {
    try (EmulatedDevice device = new EmulatedDevice(CHECKS)) {
      device.printTo(text -> {});
      return trial.of(device);
    } catch (DeviceFault fault) {
      return Outcome.FAULTED;
    } catch (DeviceException | UnsupportedProblem expected) {
      assertTrue(expected.getMessage() != null, "seed " + seed + " has no message");
      return refusal(ptx);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      throw new AssertionError("seed " + seed + " gives " + defect, defect);
    }
  }

  private static Outcome refusal(PtxSource ptx) {
    try {
      PtxModule.parse(ptx.text());
      return Outcome.REFUSED;
    } catch (PtxSyntaxError error) {
      return Outcome.NO_PTX;
    }
  }

  private static void requireAll(Map<Outcome, Integer> outcomes, TestReporter reporter) {
    reporter.publishEntry("outcomes", outcomes.toString());
    assertEquals(List.of(Outcome.values()), List.copyOf(outcomes.keySet()), "every outcome occurs");
  }
}
