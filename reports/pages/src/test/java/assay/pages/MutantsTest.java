package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Evidence;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.evidence.RunFinished;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class MutantsTest {

  private static Document screen(List<Evidence> evidence) {
    return Report.document(evidence);
  }

  private static List<Evidence> without(List<Evidence> evidence, Predicate<Evidence> which) {
    return evidence.stream().filter(which.negate()).toList();
  }

  @Test
  void countsAreAssaysOwn() {
    assertEquals(
        "Assay refuses 2 of 2 planted bugs that can be seen, and accuses correct variants 0 times",
        screen(SampleMutants.passing()).counts());
  }

  @Test
  void aSurvivorOrAnAccusationIsFailed() {
    assertEquals("FAILED", screen(SampleMutants.failing()).verdict());
    List<Evidence> noEnd = without(SampleMutants.failing(), RunFinished.class::isInstance);
    assertEquals(Tone.FAIL, screen(without(noEnd, JudgeSummary.class::isInstance)).tone());
    assertEquals(Tone.FAIL, screen(without(noEnd, MutantVerdict.class::isInstance)).tone());
  }

  @Test
  void withoutAnEndOrWithoutAssayItIsNotPassed() {
    List<Evidence> run = SampleMutants.passing();
    assertEquals("PASSED", screen(run).verdict());
    assertEquals("NOT JUDGED", screen(without(run, RunFinished.class::isInstance)).verdict());
    assertEquals(
        "NOT JUDGED",
        screen(without(run, line -> line instanceof MutantVerdict v && v.judge().equals("assay")))
            .verdict());
  }

  @Test
  void survivorsAreNamed() {
    String page = Markdown.render(screen(SampleMutants.passing()));
    assertTrue(page.contains("| `cosine-0.999` | published | TL2 |"), page);
  }
}
