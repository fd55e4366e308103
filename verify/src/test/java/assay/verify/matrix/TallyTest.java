package assay.verify.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.evidence.Evidence;
import assay.evidence.Fate;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.verify.planted.PlantedBugs;
import assay.verify.rival.Rivals;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Some refusals make a published judge flaky; one is enough on Assay's problems, which differ. */
class TallyTest {

  private static MutantVerdict verdict(boolean aimed, String... objections) {
    return (MutantVerdict) lines(aimed, objections).getFirst();
  }

  private static List<Evidence> lines(boolean aimed, String... objections) {
    Candidate<?> bug = Candidate.of(PlantedBugs.all().getFirst());
    Tally tally = new Tally(bug);
    for (String objection : objections) {
      Optional<String> reason = objection.isEmpty() ? Optional.empty() : Optional.of(objection);
      tally.add("on " + objection, reason, 1);
    }
    JudgeKey key = new JudgeKey("j", List.of(Rivals.all().getFirst()), aimed);
    return new MatrixResult(Map.of(key, Map.of(bug, tally))).evidence();
  }

  @Test
  void allRefusalsKill_someAreFlaky_noneSurvives() {
    assertEquals(Fate.KILLED, verdict(false, "a", "b").fate());
    assertEquals(Fate.FLAKY, verdict(false, "a", "").fate());
    assertEquals(Fate.SURVIVED, verdict(false, "", "").fate());
    assertEquals(Fate.KILLED, verdict(true, "", "b").fate());
  }

  @Test
  void whatWasNeverRunIsCountedAndHasNoVerdict() {
    List<Evidence> lines = lines(false);
    assertEquals(1, ((JudgeSummary) lines.getFirst()).notApplicable());
    assertEquals(1, lines.size());
  }

  @Test
  void theFirstRefusalIsKept() {
    MutantVerdict verdict = verdict(true, "", "b", "c");
    assertEquals("b", verdict.by());
    assertEquals("on b", verdict.problem());
    assertEquals(3, verdict.runs());
    assertEquals(2, verdict.refusals());
    assertEquals(3, verdict.elapsedNanos());
  }
}
