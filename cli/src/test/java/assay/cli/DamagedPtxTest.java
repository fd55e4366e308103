package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceException;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.mutation.DamagedPtx;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;
import assay.verify.PagedMlaDecodeRecipe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    RAN,
    REFUSED
  }

  @Test
  void damagedPtx_isRefusedOrFaultsOrRuns() {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    List<String> texts =
        List.of(
            KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx().text(),
            KernelSource.committed(PagedMlaDecodeTensorKernel.STEM).ptx().text());
    for (int seed = 0; seed < COUNT; seed++) {
      String text = DamagedPtx.of(texts.get(seed % TENSOR_ONE_IN == 0 ? 1 : 0), seed);
      outcomes.merge(outcome(text, seed), 1, Integer::sum);
    }
    assertEquals(List.of(Outcome.values()), List.copyOf(outcomes.keySet()), "both outcomes occur");
  }

  /** Anything but a device's own exceptions is a defect of the emulator. */
  private static Outcome outcome(String text, int seed) {
    PtxSource ptx = new PtxSource("damaged", text);
    try (Device device = new EmulatedDevice(CHECKS)) {
      PtxKernel.of(ptx).load(device, ptx).run(PROBLEM);
      return Outcome.RAN;
    } catch (DeviceException | UnsupportedProblem expected) {
      assertTrue(expected.getMessage() != null, "seed " + seed + " has no message");
      return Outcome.REFUSED;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      throw new AssertionError("seed " + seed + " gives " + defect, defect);
    }
  }
}
