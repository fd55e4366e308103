package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceInfo;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.ChosenDecodeKernel;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher takes the kernel for the cache, the widths and the heads, and says why. */
final class ChosenDecodeKernelTest {

  private static final ChosenDecodeKernel KERNEL =
      new ChosenDecodeKernel(new EmulatedDevice(Checks.ALL));

  @Test
  void theCacheDecidesFirst() {
    assertChoice(
        KernelProblems.fp8(17, 40),
        "paged_mla_decode_fp8_64: a cache in fp8_ds_mla; more than 16 heads, a block for 64");
    assertChoice(
        dense(16, 512, 64),
        "paged_mla_decode_tensor_16: keys of at most 576 features; at most 16 heads, a block for"
            + " all of them");
  }

  @Test
  void wideKeysAreLeftToThePlainKernel() {
    assertChoice(
        dense(1, 512, 66),
        "paged_mla_decode: keys of more than 576 features, too wide for the matrix units' tiles");
  }

  @Test
  void whatIsChosenIsRight() {
    for (Problem problem :
        List.of(KernelProblems.fp8(3, 40), dense(3, 64, 16), dense(1, 512, 66))) {
      Comparison comparison =
          Judge.compare(
              Emulated.GOLDEN.expect(problem, ChosenDecodeKernel.CONTRACT), KERNEL.run(problem));
      assertTrue(comparison.withinBudget(), comparison::toString);
    }
  }

  @Test
  void anOldDeviceIsRefused() {
    DeviceInfo turing = new DeviceInfo("cuda", 0, "T4", 7, 5, 40, 1L << 34, Map.of());
    String reason =
        assertThrows(
                UnsupportedProblem.class, () -> ChosenDecodeKernel.choose(dense(1, 64, 16), turing))
            .getMessage();
    assertEquals("compute capability is 7.5; the kernels are for 8.0 and later", reason);
  }

  private static void assertChoice(Problem problem, String said) {
    assertEquals(
        said + "; on compute capability 8.0 by PTX for 8.0", KERNEL.choose(problem).toString());
  }

  private static Problem dense(int heads, int latent, int rope) {
    return PagedMlaDecodeRecipe.parse(
            "heads=%d latent=%d rope=%d lengths=40 seed=7".formatted(heads, latent, rope))
        .problem();
  }
}
