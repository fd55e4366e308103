package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Outcome;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A result that changes with the schedule fails, and the failure names the schedule. */
final class AnyScheduleTest {

  private static Property<String> property(AnySchedule.Scheduled<String> kernel) {
    return AnySchedule.property(kernel, List.of("latest", "earliest"), Long::toString);
  }

  private static Result result(double value) {
    return new Result(List.of(new Tensor("sum", List.of(), new double[] {value})));
  }

  @Test
  void theSameBitsUnderEverySchedule_hold_andEachScheduleIsTried() {
    List<String> tried = new ArrayList<>();
    Finding finding =
        property(
                (problem, schedules) -> {
                  tried.addAll(schedules);
                  return schedules.stream().map(schedule -> result(1.5)).toList();
                })
            .examine("p", 21);
    assertTrue(finding.passed());
    assertEquals(List.of("latest", "earliest", "42", "43"), tried);
  }

  @Test
  void otherBitsUnderOneSchedule_failWithItsName() {
    Finding finding =
        property((problem, schedules) ->
                schedules.stream()
                    .map(name -> result(name.equals("43") ? Math.nextUp(1.5) : 1.5))
                    .toList())
            .examine("p", 21);
    Outcome.Fail fail = (Outcome.Fail) finding.outcome();
    assertTrue(
        fail.reason().startsWith("schedule 43 gives other bits than latest: "), fail::reason);
  }
}
