package assay.verify.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Evidence;
import assay.evidence.Fate;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import assay.verify.planted.BugClass;
import assay.verify.planted.PlantedBug;
import assay.verify.rival.Rival;
import assay.verify.rival.Rivals;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.HonestVariants;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The matrix on merges of splits, where published inputs never have a row of empty parts only. */
class KillMatrixTest {

  private static final String RIVAL = "vllm-merge";

  private static final HonestVariant<Problem> RIGHT = right();

  @SuppressWarnings("unchecked") // variants of this operator take its problems
  private static HonestVariant<Problem> right() {
    return (HonestVariant<Problem>)
        HonestVariants.all().stream()
            .filter(one -> one.operator().equals(CombineSplits.OPERATOR))
            .filter(one -> one.contract().equals(NumericContract.F32))
            .findFirst()
            .orElseThrow();
  }

  /** A merge with one more step. */
  private static Implementation<Problem> changed(Change change) {
    return problem -> change.of(problem, RIGHT.implementation().apply(SURROUNDINGS).run(problem));
  }

  private static final Surroundings SURROUNDINGS = Surroundings.FORGIVING;

  private interface Change {
    Result of(Problem problem, Result result);
  }

  private static PlantedBug<Problem> bug(String id, String equivalence, Change change) {
    return new PlantedBug<>(
        id,
        BugClass.EMPTY,
        "made up",
        List.of(),
        CombineSplits.OPERATOR,
        NumericContract.F32,
        surroundings -> changed(change),
        List.of("within-budget"),
        equivalence);
  }

  /** Every lse is 1 too large. */
  private static Result loud(Problem problem, Result result) {
    double[] lse = result.tensor("lseNats").values().clone();
    for (int i = 0; i < lse.length; i++) {
      lse[i] += 1;
    }
    return CombineSplits.result(problem, result.tensor("out").values(), lse);
  }

  /** NaN where all parts are empty. */
  private static Result quiet(Problem problem, Result result) {
    double[] lse = result.tensor("lseNats").values().clone();
    for (int i = 0; i < lse.length; i++) {
      lse[i] = lse[i] == Double.NEGATIVE_INFINITY ? Double.NaN : lse[i];
    }
    return CombineSplits.result(problem, result.tensor("out").values(), lse);
  }

  private static Result none(Problem problem, Result result) {
    throw new UnsupportedProblem("it takes none");
  }

  private static Result thrown(Problem problem, Result result) {
    throw new IllegalStateException("it fell over");
  }

  private static final List<PlantedBug<?>> BUGS =
      List.of(
          bug("EM90", "", KillMatrixTest::loud),
          bug("EM91", "", KillMatrixTest::quiet),
          bug("EM92", "", (problem, result) -> result),
          bug("EM93", "as the honest one", (problem, result) -> result),
          bug("EM94", "", KillMatrixTest::none),
          bug("EM95", "", KillMatrixTest::thrown));

  private static MatrixResult run(List<HonestVariant<?>> honest, boolean assay) {
    List<Rival> rivals = Rivals.all().stream().filter(rival -> rival.name().equals(RIVAL)).toList();
    return KillMatrix.run(new MatrixPlan(7, true, BUGS, honest, assay, rivals), progress -> {});
  }

  private static List<Fate> fates(MatrixResult result, String judge, String inputs) {
    return verdicts(result)
        .filter(verdict -> verdict.judge().equals(judge) && verdict.inputs().equals(inputs))
        .map(MutantVerdict::fate)
        .toList();
  }

  private static Stream<MutantVerdict> verdicts(MatrixResult result) {
    return result.evidence().stream()
        .filter(MutantVerdict.class::isInstance)
        .map(MutantVerdict.class::cast);
  }

  @Test
  void everyFateIsFound() {
    MatrixResult result = run(List.of(RIGHT), true);
    Fate killed = Fate.KILLED;
    Fate survived = Fate.SURVIVED;
    assertEquals(
        List.of(killed, killed, survived, Fate.EQUIVALENT, killed),
        fates(result, "assay", "aimed"));
    assertEquals(
        List.of(killed, survived, survived, Fate.EQUIVALENT, killed),
        fates(result, RIVAL, "published"));
    assertEquals(killed, fates(result, RIVAL, "aimed").get(1));
    assertEquals(List.of("EM92"), result.survivors());
    assertEquals(List.of(), result.accused());
  }

  @Test
  void aVerdictSaysByWhatAndWhere() {
    MutantVerdict verdict =
        verdicts(run(List.of(), true))
            .filter(one -> one.bug().equals("EM90"))
            .findFirst()
            .orElseThrow();
    assertTrue(verdict.by().startsWith("within-budget: "), verdict.by());
    assertTrue(verdict.problem().startsWith("seed="), verdict.problem());
    assertEquals(verdict.runs(), verdict.refusals());
  }

  @Test
  void totalsAreThoseOfTheVerdicts_andAFalseAlarmIsCounted() {
    HonestVariant<Problem> wrong =
        new HonestVariant<>(
            "wrong",
            CombineSplits.OPERATOR,
            NumericContract.F32,
            surroundings -> changed(KillMatrixTest::loud));
    MatrixResult result = run(List.of(RIGHT, wrong), true);
    for (Evidence line : result.evidence()) {
      if (line instanceof JudgeSummary judge) {
        assertEquals(
            BUGS.size(),
            judge.killed()
                + judge.flaky()
                + judge.survived()
                + judge.equivalent()
                + judge.notApplicable());
        assertEquals(2, judge.honest());
        assertEquals(1, judge.falseAlarms());
      }
    }
    assertTrue(result.accused().getFirst().startsWith("wrong: within-budget"));
    assertEquals(1, result.accused().size());
  }

  @Test
  void theSamePlanGivesTheSameVerdicts() {
    assertEquals(timeless(run(List.of(), true)), timeless(run(List.of(), true)));
  }

  private static List<String> timeless(MatrixResult result) {
    return verdicts(result)
        .map(one -> String.join(" ", one.bug(), one.by(), one.problem(), one.fate().name()))
        .toList();
  }

  @Test
  void withoutAssayThereIsNothingToFail() {
    MatrixResult result = run(List.of(), false);
    assertEquals(List.of(), result.survivors());
    assertEquals(List.of(), fates(result, "assay", "aimed"));
  }
}
