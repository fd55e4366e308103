package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Schedule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Devices of several threads load at once, while no instruction of theirs is known yet. */
final class LoadingTogetherTest {

  private static final int DEVICES = 8;

  private static final List<String> TYPES = List.of("u8", "u16", "u32", "s8", "s16", "s32");

  private static final PtxSource CONVERSIONS =
      Ptx.kernel(
          TYPES.stream()
              .flatMap(to -> TYPES.stream().map(from -> "cvt." + to + "." + from))
              .map(cvt -> "%s %%r1, %%r0;%n%s %%rd2, %%r0;".formatted(cvt, cvt))
              .collect(Collectors.joining("\n")));

  @RepeatedTest(40)
  void eachHasItsKernel(RepetitionInfo repetition) {
    Arithmetic unused = Arithmetic.seeded(repetition.getCurrentRepetition());
    long loaded = IntStream.range(0, DEVICES).parallel().filter(device -> loads(unused)).count();
    assertEquals(DEVICES, loaded);
  }

  private static boolean loads(Arithmetic arithmetic) {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL, Schedule.LATEST, arithmetic)) {
      return device.load(CONVERSIONS).kernel("k") != null;
    }
  }
}
