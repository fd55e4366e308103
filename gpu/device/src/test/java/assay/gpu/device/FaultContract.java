package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Each test may leave its device unusable. */
abstract class FaultContract extends ContractPart {

  @Test
  void storeInsideTheBuffer_isNoFault() {
    DeviceBuffer buffer = ints(0, 0);
    storeAt(buffer, 4);
    assertArrayEquals(new int[] {0, 1}, ints(buffer));
  }

  @Test
  void storeFarAway_isOutOfBounds() {
    DeviceFault fault = assertThrows(DeviceFault.class, () -> storeAt(ints(0), FAR));
    assertEquals(DeviceFault.Kind.OUT_OF_BOUNDS, fault.kind());
  }

  @Test
  void storeOffTheWord_isMisaligned() {
    DeviceFault fault = assertThrows(DeviceFault.class, () -> storeAt(ints(0, 0), 2));
    assertEquals(DeviceFault.Kind.MISALIGNED, fault.kind());
  }

  @Test
  void trap_isAFault() {
    assertThrows(
        DeviceFault.class,
        () -> {
          kernel("faults.ptx", "stop").launch(oneThread(), new KernelArguments());
          device().synchronize();
        });
  }

  private void storeAt(DeviceBuffer buffer, long distance) {
    kernel("faults.ptx", "store_at")
        .launch(oneThread(), new KernelArguments().buffer(buffer).int64(distance));
    device().synchronize();
  }
}
