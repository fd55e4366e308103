package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.kernels.Gpu.Limit;
import assay.gpu.kernels.Gpu.Occupancy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Occupancy by hand, where each of the four limits is the least, and times of a roofline. */
final class GpuTest {

  @ParameterizedTest
  @CsvSource({
    // 64 registers, 256 threads: 2,048 a warp, 32 warps.
    "64, 256, 0, 4, REGISTERS",
    // 65 are rounded up to 72: 2,304 a warp, 28 warps.
    "65, 256, 0, 3, REGISTERS",
    "128, 128, 93440, 2, SHARED_MEMORY",
    "255, 256, 152064, 1, REGISTERS",
    "200, 256, 152064, 1, REGISTERS",
    "32, 256, 117760, 1, SHARED_MEMORY",
    "32, 256, 115712, 2, SHARED_MEMORY",
    "16, 1024, 0, 2, WARPS",
    "16, 33, 0, 32, WARPS",
    "16, 32, 0, 32, BLOCKS",
    "128, 1024, 0, 0, REGISTERS",
  })
  void theLeastOfFourLimitsHolds(
      int registers, int threads, int sharedBytes, int blocks, Limit limit) {
    Occupancy occupancy = Gpu.H200.occupancy(registers, threads, sharedBytes);
    assertEquals(blocks, occupancy.blocks());
    assertEquals(limit, occupancy.limit());
    assertEquals(blocks * Math.ceilDiv(threads, 32), occupancy.warps());
  }

  @Test
  void theSlowerOfMemoryAndMatrixUnitsDecides() {
    Work copies = new Work(1, 4_800_000);
    assertEquals(1e-6, Gpu.H200.leastSeconds(copies));
    Work products = new Work(989_500_000, 1);
    assertEquals(1e-6, Gpu.H200.leastSeconds(products));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Gpu.H200.occupancy(1, 0, 0));
  }
}
