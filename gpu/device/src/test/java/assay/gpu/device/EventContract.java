package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

abstract class EventContract extends ContractPart {

  @Test
  void elapsedTime_isNeverNegative_andGrows() {
    Kernel append = kernel("append_digit.ptx", "append_digit");
    DeviceBuffer value = ints(0);
    DeviceEvent start = device().record();
    append.launch(oneThread(), new KernelArguments().buffer(value).int32(1));
    DeviceEvent middle = device().record();
    append.launch(oneThread(), new KernelArguments().buffer(value).int32(2));
    DeviceEvent end = device().record();
    double half = middle.elapsedNanosSince(start);
    double whole = end.elapsedNanosSince(start);
    assertTrue(half >= 0 && whole >= half, () -> half + " then " + whole);
    assertTrue(Double.isFinite(whole), () -> "elapsed is " + whole);
  }

  @Test
  void elapsedTime_sinceItself_isZero() {
    DeviceEvent event = device().record();
    assertEquals(0.0, event.elapsedNanosSince(event));
  }

  @Test
  void elapsedTime_ofThePast_isNegativeOrZero() {
    DeviceEvent start = device().record();
    DeviceEvent end = device().record();
    assertTrue(start.elapsedNanosSince(end) <= 0);
  }
}
