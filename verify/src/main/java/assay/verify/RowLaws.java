package assay.verify;

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

  List<Property<P>> all() {
    return List.of(
        new Property<>(
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
  }
}
