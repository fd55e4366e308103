package assay.cli;

import assay.evidence.DiagnosisFound;
import assay.verify.Failure;
import assay.verify.Recipe;
import assay.verify.diagnosis.Diagnosis;
import assay.verify.diagnosis.Diagnostician;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a kernel that failed may do instead of what it should. */
record KernelDiagnosis<P>(KernelSubject<P> subject, List<Failure<P>> failures) {

  /** Failing problems that are looked at, besides some that pass. */
  private static final int FAILING = 6;

  /** Taken from all along the run: its first problems are its smallest, and tell least. */
  private static final int OTHERS = 3;

  /**
   * The best guess first; none where nothing failed.
   *
   * @param posed problems of the run, failing or not
   */
  List<DiagnosisFound> found(List<? extends Recipe<P>> posed) {
    if (failures.isEmpty()) {
      return List.of();
    }
    var names = failures.stream().map(f -> f.property().name()).collect(Collectors.toSet());
    List<Diagnosis> guesses =
        new Diagnostician<>(subject.golden(), subject.subject(), names).guesses(problems(posed));
    List<DiagnosisFound> found = new ArrayList<>();
    for (Diagnosis guess : guesses) {
      found.add(
          new DiagnosisFound(
              subject.operator(),
              subject.name(),
              found.size() + 1,
              guess.kind().name(),
              guess.title(),
              guess.explained(),
              guess.problems()));
    }
    return found;
  }

  private List<P> problems(List<? extends Recipe<P>> posed) {
    Map<String, Recipe<P>> failing = new LinkedHashMap<>();
    failures.forEach(
        failure -> failure.recipes().forEach(recipe -> failing.put(recipe.toString(), recipe)));
    failures.forEach(failure -> failing.put(failure.smallest().toString(), failure.smallest()));
    List<Recipe<P>> chosen = new ArrayList<>(failing.values().stream().limit(FAILING).toList());
    List<? extends Recipe<P>> others =
        posed.stream().filter(recipe -> !failing.containsKey(recipe.toString())).toList();
    for (int i = 1; i <= OTHERS && !others.isEmpty(); i++) {
      chosen.add(others.get((others.size() - 1) * i / OTHERS));
    }
    return chosen.stream().map(Recipe::problem).toList();
  }
}
