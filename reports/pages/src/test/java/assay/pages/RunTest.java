package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.evidence.Evidence;
import assay.evidence.RunFinished;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunTest {

  private static Document screen(List<Evidence> evidence) {
    return Report.document(Run.of(evidence));
  }

  private static Document ending(List<Evidence> evidence, int exitCode) {
    List<Evidence> ended = new ArrayList<>(evidence);
    ended.removeIf(RunFinished.class::isInstance);
    ended.add(new RunFinished(Instant.EPOCH, 0, 0, 0, exitCode));
    return screen(ended);
  }

  @Test
  void countsComeFromTheProperties() {
    assertEquals(
        "101 cases of 2 properties: 40 passed, 1 failed, 60 not run",
        screen(SampleRuns.failing()).counts());
  }

  @Test
  void casesWithoutSummaryAreCounted() {
    assertEquals(
        "12 cases of 1 property: 12 passed, 0 failed, 0 not run",
        screen(SampleRuns.unfinished()).counts());
  }

  @Test
  void aRunWithoutEndIsNotPassed() {
    Document screen = screen(SampleRuns.unfinished());
    assertEquals("NOT FINISHED", screen.verdict());
    assertEquals(Tone.NOT_RUN, screen.tone());
  }

  @Test
  void aRunThatEndedBadlyIsFailed() {
    assertEquals("FAILED", ending(SampleRuns.passing(), 3).verdict());
    assertEquals(
        "The run ended with exit code 3.", ending(SampleRuns.passing(), 3).notes().getFirst());
  }

  @Test
  void aFailureIsFailedWhateverTheExitCode() {
    assertEquals("FAILED", ending(SampleRuns.failing(), 0).verdict());
  }

  @Test
  void aRunOfNothingIsNotRun() {
    assertEquals("NOT RUN", ending(List.of(SampleRuns.started()), 0).verdict());
  }
}
