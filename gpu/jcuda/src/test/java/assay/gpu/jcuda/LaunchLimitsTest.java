package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.Dim3;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.LaunchRejected;
import org.junit.jupiter.api.Test;

final class LaunchLimitsTest {

  private static final LaunchLimits LIMITS =
      new LaunchLimits(new Dim3(9, 8, 7), new Dim3(16, 8, 4), 1000);
  private static final KernelResources KERNEL = new KernelResources(32, 200, 0, 64);

  @Test
  void limits_areIncluded() {
    assertAccepted(new Dim3(9, 8, 7), new Dim3(16, 4, 1), 800);
    assertAccepted(Dim3.of(1), new Dim3(4, 4, 4), 0);
  }

  @Test
  void pastALimit_isRejected() {
    assertRejected(new Dim3(10, 1, 1), Dim3.of(1), 0);
    assertRejected(new Dim3(1, 9, 1), Dim3.of(1), 0);
    assertRejected(new Dim3(1, 1, 8), Dim3.of(1), 0);
    assertRejected(Dim3.of(1), Dim3.of(17), 0);
    assertRejected(Dim3.of(1), new Dim3(1, 9, 1), 0);
    assertRejected(Dim3.of(1), new Dim3(1, 1, 5), 0);
    assertRejected(Dim3.of(1), new Dim3(16, 5, 1), 0);
    assertRejected(Dim3.of(1), Dim3.of(1), 801);
    assertRejected(Dim3.of(1), Dim3.of(1), Integer.MAX_VALUE);
  }

  @Test
  void empty_isRejected() {
    assertRejected(new Dim3(1, 0, 1), Dim3.of(1), 0);
    assertRejected(Dim3.of(1), new Dim3(1, 1, 0), 0);
  }

  private static void assertAccepted(Dim3 grid, Dim3 block, int shared) {
    assertDoesNotThrow(() -> LIMITS.require(new LaunchConfig(grid, block, shared), KERNEL));
  }

  private static void assertRejected(Dim3 grid, Dim3 block, int shared) {
    assertThrows(
        LaunchRejected.class, () -> LIMITS.require(new LaunchConfig(grid, block, shared), KERNEL));
  }
}
