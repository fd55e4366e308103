package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tensor-core kernel gives the same bits, and no check has anything to report, under both
 * extremes of its copies and twenty schedules drawn from seeds.
 */
final class PagedMlaDecodeTensorSchedulesTest {

  private static final int SEEDS = 20;

  @ParameterizedTest
  @CsvSource({"DEEPSEEK_V2_LITE,200", "DEEPSEEK_V3,70"})
  void everySchedule_givesTheSameBits(String model, int keys) {
    Problem problem =
        PagedMlaDecodeProblems.model(model(model), List.of(keys, 1), Pattern.NORMAL, 8).problem();
    List<Schedule> schedules =
        Stream.concat(
                Stream.of(Schedule.EARLIEST),
                LongStream.rangeClosed(1, SEEDS).mapToObj(Schedule::seeded))
            .toList();
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL, Schedule.LATEST);
        PagedMlaDecodeTensorKernel kernel =
            new PagedMlaDecodeTensorKernel(device, EmulatedTensor.committed())) {
      Result latest = kernel.run(problem);
      for (Schedule schedule : schedules) {
        device.follow(schedule);
        assertSame(latest, kernel.run(problem), schedule);
      }
    }
  }

  private static Model model(String name) {
    return name.equals("DEEPSEEK_V3") ? Model.DEEPSEEK_V3 : Model.DEEPSEEK_V2_LITE;
  }

  private static void assertSame(Result expected, Result actual, Schedule schedule) {
    for (String tensor : List.of("out", "lseNats")) {
      assertArrayEquals(
          expected.tensor(tensor).values(), actual.tensor(tensor).values(), schedule::toString);
    }
  }
}
