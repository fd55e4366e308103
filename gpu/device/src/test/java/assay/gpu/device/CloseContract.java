package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.api.Test;

abstract class CloseContract extends ContractPart {

  @Test
  void everything_mayBeClosedTwice() {
    DeviceBuffer buffer = ints(1);
    DeviceModule module = device().load(ContractPtx.source("vector_add.ptx"));
    DeviceEvent event = device().record();
    assertDoesNotThrow(() -> closeTwice(event, module, buffer, device()));
  }

  @Test
  void device_mayBeClosedBeforeWhatItOwns() {
    DeviceBuffer buffer = ints(1);
    DeviceModule module = device().load(ContractPtx.source("vector_add.ptx"));
    DeviceEvent event = device().record();
    assertDoesNotThrow(() -> closeTwice(device(), event, module, buffer));
  }

  @Test
  void closedBuffer_leavesTheOthers() {
    DeviceBuffer kept = ints(1, 2);
    DeviceBuffer dropped = ints(3, 4);
    dropped.close();
    dropped.close();
    assertArrayEquals(new int[] {1, 2}, ints(kept));
  }

  private static void closeTwice(AutoCloseable... resources) throws Exception {
    for (AutoCloseable resource : resources) {
      resource.close();
      resource.close();
    }
  }
}
