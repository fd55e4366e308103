package assay.verify;

<<<<<<< HEAD
import assay.numerics.Elements;
import java.util.ArrayList;
import java.util.List;

/**
 * Laws of attention about rows: which tokens and heads there are, and in what company.
 *
 * @param <P> the operator's problem
 */
final class RowLaws<P> {

  private final AttentionRuns<P> runs;
  private final AttentionTokens<P> tokens;

  RowLaws(AttentionRuns<P> runs) {
    this.runs = runs;
    this.tokens = runs.tokens();
  }
=======
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
record RowLaws<P>(Checks<P> checks, ToIntFunction<P> tokens, BiFunction<P, int[], P> select) {
>>>>>>> 7017554e81e015a2ed5eb0b3760f42fa25d056dc

  List<Property<P>> all() {
    return List.of(
        new Property<>(
<<<<<<< HEAD
            "causal-row",
            "A query token of several is that token alone over the keys it sees.",
            this::causalRow),
        new Property<>(
            "batch-company",
            "A token is the same alone, twice, and in any other company.",
            this::batchCompany),
        new Property<>(
            "head-company",
            "A head is the same in any number of heads, in any order.",
            this::headCompany),
        new Property<>(
            "live-nan",
            "A NaN in a visible key reaches the rows that see it, and no others.",
            this::liveNan),
        new Property<>(
            "query-nan", "A NaN in a query reaches its own row, and no other.", this::queryNan),
        new Property<>(
            "second-call",
            "Problems in between, longer, shorter and empty, leave no trace.",
            this::secondCall));
  }

  private Finding causalRow(P problem, long seed) {
    P apart = tokens.choose(problem, tokens.whole(problem));
    return runs.same(runs.rows(problem), runs.rows(apart));
  }

  private Finding batchCompany(P problem, long seed) {
    int count = tokens.tokens(problem);
    int[] company = count == 0 ? new int[0] : AttentionRuns.draw(size(count, seed), count, seed);
    P chosen = tokens.choose(problem, runs.whole(problem, company));
    AttentionRows rows = runs.rows(problem).gatherTokens(tokens.heads(problem), company);
    return runs.same(rows, runs.rows(chosen));
  }

  private Finding headCompany(P problem, long seed) {
    int heads = tokens.heads(problem);
    int[] order = AttentionRuns.draw(size(heads, seed), heads, seed);
    P chosen = tokens.withHeads(problem, order);
    int[] rows = ElementRows.headRows(tokens.tokens(problem), heads, order);
    return AttentionRows.agree(runs.rows(problem).gather(rows), runs.rows(chosen));
  }

  /** From 1 to one more than there were. */
  private static int size(int count, long seed) {
    return 1 + (int) Math.floorMod(seed, count + 1L);
  }

  private Finding liveNan(P problem, long seed) {
    int token = runs.longest(problem);
    if (token < 0 || tokens.visible(problem, token) == 0) {
      return runs.checks().againstGolden(problem);
    }
    int t = (int) Math.floorMod(seed, (long) tokens.visible(problem, token));
    return runs.checks().againstGolden(tokens.withNanKey(problem, token, t));
  }

  private Finding queryNan(P problem, long seed) {
    Elements query = ElementRows.copy(tokens.query(problem));
    if (query.count() > 0) {
      query.set(Math.floorMod(seed, query.count()), Double.NaN);
    }
    return runs.checks().againstGolden(tokens.withQuery(problem, query, tokens.scale(problem)));
  }

  private Finding secondCall(P problem, long seed) {
    List<Choice> between = new ArrayList<>();
    int longest = runs.longest(problem);
    if (longest >= 0) {
      Choice whole = Choice.first(longest, tokens.visible(problem, longest));
      between.addAll(List.of(whole.doubled(), new Choice(longest), whole.doubled()));
    }
    Checks<P> checks = runs.checks();
    AttentionRows first = runs.rows(problem);
    Finding longer = checks.againstGolden(tokens.choose(problem, between));
    Finding fewer = checks.againstGolden(tokens.choose(problem, List.of()));
    AttentionRows second = runs.rows(problem);
    return AttentionRuns.all(longer, fewer, Checks.sameBits(first.result(), second.result()));
=======
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
>>>>>>> 7017554e81e015a2ed5eb0b3760f42fa25d056dc
  }
}
