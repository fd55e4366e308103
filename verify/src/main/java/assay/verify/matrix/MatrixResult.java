package assay.verify.matrix;

import assay.evidence.Evidence;
import assay.evidence.Fate;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What came of a kill matrix. */
public final class MatrixResult {

  private final Map<JudgeKey, Map<Candidate<?>, Tally>> tallies;

  MatrixResult(Map<JudgeKey, Map<Candidate<?>, Tally>> tallies) {
    this.tallies = tallies;
  }

  /** A verdict of every judge on every bug that it ran, and its totals after them. */
  public List<Evidence> evidence() {
    List<Evidence> lines = new ArrayList<>();
    tallies.forEach((key, verdicts) -> {
      List<MutantVerdict> bugs = bugs(key, verdicts.values());
      lines.addAll(bugs);
      lines.add(summary(key, bugs, verdicts.values()));
    });
    return lines;
  }

  /** Ids of bugs that Assay should have refused, and did not. */
  public List<String> survivors() {
    return assay().stream()
        .filter(tally -> !tally.candidate().honest() && tally.runs() > 0)
        .filter(tally -> fate(JudgeKey.assay(), tally) == Fate.SURVIVED)
        .map(tally -> tally.candidate().id())
        .toList();
  }

  /** Honest variants that Assay refused, and why. */
  public List<String> accused() {
    return assay().stream()
        .filter(tally -> tally.candidate().honest() && tally.refusals() > 0)
        .map(
            tally -> "%s: %s, on %s".formatted(tally.candidate().id(), tally.by(), tally.problem()))
        .toList();
  }

  private Collection<Tally> assay() {
    return tallies.getOrDefault(JudgeKey.assay(), Map.of()).values();
  }

  private static List<MutantVerdict> bugs(JudgeKey key, Collection<Tally> verdicts) {
    return verdicts.stream()
        .filter(tally -> !tally.candidate().honest() && tally.runs() > 0)
        .map(tally -> verdict(key, tally))
        .toList();
  }

  /** Honest variants that were judged at all. */
  private static List<Tally> honest(Collection<Tally> verdicts) {
    return verdicts.stream()
        .filter(tally -> tally.candidate().honest() && tally.runs() > 0)
        .toList();
  }

  private static MutantVerdict verdict(JudgeKey key, Tally tally) {
    Candidate<?> bug = tally.candidate();
    return new MutantVerdict(
        bug.id(),
        bug.group(),
        bug.title(),
        bug.operatorName(),
        key.name(),
        key.inputs(),
        fate(key, tally),
        tally.by(),
        tally.problem(),
        tally.runs(),
        tally.refusals(),
        tally.nanos());
  }

  private static Fate fate(JudgeKey key, Tally tally) {
    if (tally.refusals() == 0) {
      return tally.candidate().equivalent() ? Fate.EQUIVALENT : Fate.SURVIVED;
    }
    boolean always = tally.refusals() == tally.runs();
    return always || key.oneRefusalKills() ? Fate.KILLED : Fate.FLAKY;
  }

  private static JudgeSummary summary(
      JudgeKey key, List<MutantVerdict> bugs, Collection<Tally> verdicts) {
    List<Tally> honest = honest(verdicts);
    return new JudgeSummary(
        key.name(),
        key.inputs(),
        key.source(),
        key.rule(),
        key.description(),
        count(bugs, bug -> bug.fate() == Fate.KILLED),
        count(bugs, bug -> bug.fate() == Fate.FLAKY),
        count(bugs, bug -> bug.fate() == Fate.SURVIVED),
        count(bugs, bug -> bug.fate() == Fate.EQUIVALENT),
        count(verdicts, tally -> !tally.candidate().honest() && tally.runs() == 0),
        honest.size(),
        count(honest, tally -> tally.refusals() > 0),
        bugs.stream().mapToLong(MutantVerdict::elapsedNanos).sum());
  }

  private static <T> long count(Collection<T> all, Predicate<T> which) {
    return all.stream().filter(which).count();
  }
}
