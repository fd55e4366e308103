package assay.pages;

import assay.evidence.Evidence;
import assay.evidence.Fate;
import assay.evidence.HonestSummary;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.evidence.RunFinished;
import java.time.Instant;
import java.util.List;

/** Made-up evidence of {@code mutants} runs. */
final class SampleMutants {

  private SampleMutants() {}

  /** Assay refuses both bugs, a rival one of them. */
  static List<Evidence> passing() {
    return List.of(
        SampleRuns.started(),
        verdict("SC1", "assay", "aimed", Fate.KILLED),
        verdict("TL2", "assay", "aimed", Fate.KILLED),
        judge("assay", "aimed", 2, 0, 0),
        verdict("SC1", "cosine-0.999", "published", Fate.KILLED),
        verdict("TL2", "cosine-0.999", "published", Fate.SURVIVED),
        judge("cosine-0.999", "published", 1, 1, 0),
        new HonestSummary(SampleRuns.OPERATOR, "decode-f32", "4096", 9, 0, "", 0.25, 0.75),
        end(0));
  }

  /** One bug gets through, and a correct variant is accused. */
  static List<Evidence> failing() {
    return List.of(
        SampleRuns.started(),
        verdict("SC1", "assay", "aimed", Fate.KILLED),
        verdict("TL2", "assay", "aimed", Fate.SURVIVED),
        judge("assay", "aimed", 1, 1, 1),
        end(1));
  }

  /** {@code text} wherever evidence holds a text. */
  static List<Evidence> saying(String text) {
    return List.of(
        SampleRuns.saying(text).getFirst(),
        new MutantVerdict(
            text, text, text, text, "assay", "aimed", Fate.KILLED, text, text, 1, 1, 1),
        new MutantVerdict(
            text, text, text, text, text, "published", Fate.SURVIVED, text, text, 1, 0, 1),
        new JudgeSummary(text, "published", text, text, text, 0, 0, 1, 0, 0, 1, 1, 1),
        new HonestSummary(text, text, text, 1, 1, text, Double.NaN, Double.POSITIVE_INFINITY));
  }

  static MutantVerdict verdict(String bug, String judge, String inputs, Fate fate) {
    boolean refused = fate == Fate.KILLED;
    return new MutantVerdict(
        bug,
        bug.substring(0, 2),
        "the title of " + bug,
        SampleRuns.OPERATOR,
        judge,
        inputs,
        fate,
        refused ? "within-budget: error exceeds the hard budget" : "",
        refused ? "seed=7 choices=1,2" : "",
        5,
        refused ? 5 : 0,
        1_000_000);
  }

  private static JudgeSummary judge(
      String name, String inputs, long killed, long survived, long falseAlarms) {
    return new JudgeSummary(
        name,
        inputs,
        "a project's test file",
        "out: Σxy / (|x| |y|) ≥ 0.999",
        "q ~ N(0,1)",
        killed,
        0,
        survived,
        0,
        0,
        3,
        falseAlarms,
        2_500_000_000L);
  }

  private static RunFinished end(int exitCode) {
    return new RunFinished(Instant.parse("2026-03-14T09:27:11Z"), 2, 0, 0, exitCode);
  }
}
