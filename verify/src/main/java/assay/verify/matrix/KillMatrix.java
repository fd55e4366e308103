package assay.verify.matrix;

import assay.spec.Operator;
import assay.spec.Result;
import assay.verify.DrawnRecipe;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.matrix.RivalRuns.Seat;
import assay.verify.rival.Posed;
import assay.verify.rival.PublishedInputs;
import assay.verify.rival.Rival;
import assay.verify.variant.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every planted bug, and every honest variant, before every judge; docs/kill-matrix.md has the
 * method.
 *
 * <p>The same plan gives the same verdicts on every machine; only times differ.
 */
public final class KillMatrix {

  private final MatrixPlan plan;
  private final Consumer<String> progress;
  private final List<Candidate<?>> candidates;
  private final Map<JudgeKey, Map<Candidate<?>, Tally>> tallies = new LinkedHashMap<>();

  private KillMatrix(MatrixPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    this.candidates = plan.candidates();
  }

  /** Runs the plan; {@code progress} is told in a few words what comes next. */
  public static MatrixResult run(MatrixPlan plan, Consumer<String> progress) {
    KillMatrix matrix = new KillMatrix(plan, progress);
    if (plan.assay()) {
      matrix.assay();
    }
    matrix.published();
    matrix.aimed();
    return new MatrixResult(matrix.tallies);
  }

  private void assay() {
    AssayJudge judge = new AssayJudge(plan.seed(), plan.problems(), plan.honestProblems());
    progress.accept("assay: " + candidates.size() + " candidates");
    Map<Candidate<?>, Tally> verdicts = new LinkedHashMap<>();
    candidates.parallelStream()
        .map(judge::judge)
        .toList()
        .forEach(tally -> verdicts.put(tally.candidate(), tally));
    tallies.put(JudgeKey.assay(), verdicts);
  }

  /** Each rival with its own inputs. */
  private void published() {
    RivalRuns runs = new RivalRuns(tallies, Surroundings.FORGIVING);
    Map<PublishedInputs<?>, List<Seat>> byInputs = new LinkedHashMap<>();
    for (JudgeKey key : keys(false)) {
      for (Rival rival : key.rivals()) {
        byInputs
            .computeIfAbsent(rival.inputs(), inputs -> new ArrayList<>())
            .add(new Seat(key, rival));
      }
    }
    byInputs.forEach((inputs, seats) -> pose(inputs, seats, runs));
  }

  private <P> void pose(PublishedInputs<P> inputs, List<Seat> seats, RivalRuns runs) {
    List<Candidate<?>> some = of(inputs.operator());
    int seeds = inputs.seeds(plan.fast());
    for (int i = 0; i < seeds && !some.isEmpty(); i++) {
      long seed = plan.seed() + i;
      progress.accept("%s, seed %d of %d".formatted(inputs.name(), i + 1, seeds));
      Posed<P> posed = inputs.pose(seed, plan.fast());
      GoldenOperator<P> golden = golden(inputs.operator());
      String name = inputs.name() + " seed=" + seed;
      Result exact = golden.reference().run(posed.problem());
      runs.pose(name, posed, exact, some, seats);
    }
  }

  /** Each rival's rule on Assay's problems, in a checker's surroundings. */
  private void aimed() {
    RivalRuns runs = new RivalRuns(tallies, Surroundings.CHECKED);
    Map<Operator, List<Seat>> byOperator = new HashMap<>();
    for (JudgeKey key : keys(true)) {
      for (Rival rival : key.rivals()) {
        byOperator
            .computeIfAbsent(rival.inputs().operator(), operator -> new ArrayList<>())
            .add(new Seat(key, rival));
      }
    }
    for (Operator operator : Operator.ALL) {
      pose(operator, byOperator.getOrDefault(operator, List.of()), runs);
    }
  }

  private <P> void pose(Operator operator, List<Seat> seats, RivalRuns runs) {
    List<Candidate<?>> some = of(operator);
    GoldenOperator<P> golden = golden(operator);
    progress.accept("aimed problems of " + operator.name().kebab());
    for (int i = 0; i < plan.aimedProblems() && !some.isEmpty() && !seats.isEmpty(); i++) {
      DrawnRecipe<P> recipe = DrawnRecipe.random(golden, plan.seed() + i);
      Posed<P> posed = Posed.whole(recipe.problem());
      runs.pose(recipe.toString(), posed, golden.reference().run(posed.problem()), some, seats);
    }
  }

  /** A judge for each name among the rivals, each with an empty tally of each candidate. */
  private List<JudgeKey> keys(boolean aimed) {
    Set<String> names = new LinkedHashSet<>();
    plan.rivals().forEach(rival -> names.add(rival.name()));
    List<JudgeKey> keys = new ArrayList<>();
    for (String name : names) {
      List<Rival> rivals = plan.rivals().stream().filter(r -> r.name().equals(name)).toList();
      JudgeKey key = new JudgeKey(name, rivals, aimed);
      Map<Candidate<?>, Tally> empty = new LinkedHashMap<>();
      candidates.forEach(candidate -> empty.put(candidate, new Tally(candidate)));
      tallies.put(key, empty);
      keys.add(key);
    }
    return keys;
  }

  private List<Candidate<?>> of(Operator operator) {
    return candidates.stream().filter(one -> one.operator().equals(operator)).toList();
  }

  @SuppressWarnings("unchecked") // the operator's problems are P
  private static <P> GoldenOperator<P> golden(Operator operator) {
    return (GoldenOperator<P>) GoldenOperators.of(operator);
  }
}
