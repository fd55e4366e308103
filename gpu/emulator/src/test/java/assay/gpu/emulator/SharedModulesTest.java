package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Schedule;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What one device has loaded runs on another, and knows nothing of the first. */
final class SharedModulesTest {

  private static final PtxSource STORE = Ptx.kernel("st.global.u32 [%rd1], %r0;");
  private static final PtxSource UNWRITTEN = Ptx.kernel("st.global.u32 [%rd1], %r1;");
  private static final Checks NO_REGISTERS = new Checks(true, false, true, 1 << 10);

  private final SharedModules shared = new SharedModules(2);

  private int[] run(PtxSource source, Checks checks) {
    try (EmulatedDevice device = new EmulatedDevice(checks, Schedule.LATEST, shared)) {
      DeviceBuffer out = device.allocate(2 * Integer.BYTES);
      device
          .load(source)
          .kernel("k")
          .launch(new LaunchConfig(Dim3.of(1), Dim3.of(2), 0), new KernelArguments().buffer(out));
      int[] words = new int[2];
      out.read(MemorySegment.ofArray(words));
      return words;
    }
  }

  @Test
  void aTextIsLoadedOnce_andRunsOnEveryDevice() {
    assertArrayEquals(new int[] {0, 1}, run(STORE, Checks.ALL));
    assertArrayEquals(new int[] {0, 1}, run(STORE, Checks.ALL));
    assertEquals(1, shared.size());
  }

  @Test
  void whatChecksADeviceAsksForIsPartOfIt() {
    run(UNWRITTEN, NO_REGISTERS);
    assertThrows(DeviceFault.class, () -> run(UNWRITTEN, Checks.ALL));
    assertEquals(2, shared.size());
  }

  @Test
  void theOldestGoesFirst() {
    run(STORE, Checks.ALL);
    run(STORE, NO_REGISTERS);
    run(UNWRITTEN, NO_REGISTERS);
    assertEquals(2, shared.size());
  }

  @Test
  void aModuleWithMemoryOfItsOwnBelongsToItsDevice() {
    run(Ptx.kernel(".global .u32 g;", "st.global.u32 [%rd1], %r0;"), Checks.ALL);
    assertEquals(0, shared.size());
  }

  @Test
  void atLeastOneIsKept() {
    assertThrows(IllegalArgumentException.class, () -> new SharedModules(0));
  }
}
