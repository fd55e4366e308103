package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel;
import assay.spec.Implementation;
import assay.spec.UnsupportedProblem;
import assay.verify.DrawnRecipe;
import assay.verify.GoldenOperator;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The emulator finds each bug of the catalogue under any schedule, and none in what is whole. */
final class PtxBugsTest {

  /** Drawn problems that a kernel takes; a bug shows on one of them. */
  private static final int PROBLEMS = 12;

  /** Drawn until there are enough of them. */
  private static final long MOST_DRAWN = 500;

  /** Of those, what kernels that are whole are given. */
  private static final int OF_WHOLE = 4;

  private static final List<Schedule> SCHEDULES =
      List.of(Schedule.LATEST, Schedule.EARLIEST, Schedule.seeded(3));

  @TestFactory
  Stream<DynamicTest> eachIsAFaultUnderAnySchedule() {
    return PtxBugs.ALL.stream()
        .flatMap(bug ->
            SCHEDULES.stream()
                .map(schedule ->
                    DynamicTest.dynamicTest(
                        bug.id() + " " + schedule, () -> assertTrue(faults(bug, schedule)))));
  }

  /** The same problems are no fault of the kernels that the bugs are planted in. */
  @TestFactory
  Stream<DynamicTest> whatIsWholeIsNotAccused() {
    return PtxBugs.ALL.stream()
        .map(PtxBug::kernel)
        .distinct()
        .flatMap(kernel ->
            SCHEDULES.stream()
                .map(schedule ->
                    DynamicTest.dynamicTest(
                        kernel.stem() + " " + schedule,
                        () ->
                            assertEquals(
                                OF_WHOLE,
                                problems(
                                    whole(kernel, schedule),
                                    KernelSubject.golden(kernel.operator()),
                                    OF_WHOLE)))));
  }

  @Test
  void anEditThatFindsNothing_failsLoudly() {
    PtxEdit edit = PtxEdit.of("bar\\.sync", "");
    assertThrows(IllegalStateException.class, () -> edit.applyTo(".visible .entry a(\nret;\n"));
    assertThrows(
        IllegalStateException.class,
        () -> edit.applyTo(".visible .entry a(\nbar.sync 0;\nbar.sync 0;\n"));
  }

  @Test
  void anEditLeavesWhatIsBeforeAndBehindIt() {
    PtxEdit edit = new PtxEdit(Pattern.compile("b(\\d)"), 2, 1, "c$1");
    assertEquals(
        ".visible .entry a(\nb1 c2\n.visible .entry d(\ne\n",
        edit.applyTo(".visible .entry a(\nb1 b2\n.visible .entry d(\ne\n"));
  }

  private static <P> boolean faults(PtxBug<P> bug, Schedule schedule) {
    Implementation<P> broken = bug.emulated(schedule).in(Surroundings.CHECKED);
    try {
      problems(broken, KernelSubject.golden(bug.kernel().operator()), PROBLEMS);
      return false;
    } catch (DeviceFault fault) {
      return true;
    }
  }

  private static <P> Implementation<P> whole(CommittedKernel<P> kernel, Schedule schedule) {
    return new EmulatedPtx<>(kernel.loader(), kernel.source().ptx(), schedule)
        .in(Surroundings.CHECKED);
  }

  /** Runs drawn problems until the kernel has taken enough; answers how many it took. */
  private static <P> long problems(Implementation<P> kernel, GoldenOperator<P> golden, int enough) {
    return LongStream.iterate(1, seed -> seed + 1)
        .limit(MOST_DRAWN)
        .filter(seed -> takes(kernel, DrawnRecipe.random(golden, seed).problem()))
        .limit(enough)
        .count();
  }

  private static <P> boolean takes(Implementation<P> kernel, P problem) {
    try {
      kernel.run(problem);
      return true;
    } catch (UnsupportedProblem e) {
      return false;
    }
  }
}
