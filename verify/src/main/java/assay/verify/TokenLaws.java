package assay.verify;

import assay.spec.Result;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * What holds for operators that treat every token alike.
 *
 * @param <P> the operator's problem
 * @param tokens rows of the problem, and of each tensor of its result
 * @param select the problem of these of its rows
 */
record TokenLaws<P>(Checks<P> checks, ToIntFunction<P> tokens, BiFunction<P, int[], P> select) {

  List<Property<P>> all() {
    return List.of(
        new Property<>(
            "batch-independence",
            "A token alone gives what it gives among others.",
            this::batchIndependence),
        new Property<>(
            "batch-permutation", "The order of tokens does not matter.", this::batchPermutation));
  }

  private Finding batchIndependence(P problem, long seed) {
    int count = tokens.applyAsInt(problem);
    return count == 0
        ? checks.againstGolden(problem)
        : sameRows(problem, (int) Math.floorMod(seed, (long) count));
  }

  private Finding batchPermutation(P problem, long seed) {
    return sameRows(problem, Numbers.order(tokens.applyAsInt(problem), seed + 1));
  }

  private Finding sameRows(P problem, int... rows) {
    P selected = select.apply(problem, rows);
    Result among = Numbers.rows(checks.run(problem), rows);
    return checks.sameResult(selected, among, checks.run(selected));
  }
}
