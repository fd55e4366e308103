package assay.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.Dim3;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is written by hand does what the emulator does with the program. */
final class PlainByHandTest {

  private static final int WARPS = 2;

  @Test
  void everyBlockGivesWhatTheProgramDoes() throws Exception {
    int[] program = new int[WARPS * PlainByHand.LANES];
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL);
        DeviceBuffer buffer = device.allocate(4L * program.length);
        ExecutorService workers = Executors.newSingleThreadExecutor()) {
      buffer.fill((byte) 0);
      device
          .load(EmulatorPrograms.plain())
          .kernel("k")
          .launch(
              new LaunchConfig(Dim3.of(1), Dim3.of(program.length)),
              new KernelArguments().buffer(buffer));
      buffer.read(MemorySegment.ofArray(program));
      int[][] byHand = new PlainByHand(WARPS, EmulatorPrograms.LOOPS).run(2, workers);
      assertArrayEquals(program, byHand[0]);
      assertArrayEquals(program, byHand[1]);
    }
  }
}
