package assay.verify;

import assay.numerics.Elements;
import assay.spec.Implementation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A bug for each law that attention operators share.
 *
 * @param <P> the operator's problem
 * @param severalTokens whether a sequence has more than one query token
 */
record AttentionBugs<P>(
    Implementation<P> honest, AttentionTokens<P> tokens, Predicate<P> severalTokens) {

  Map<String, Implementation<P>> all() {
    Map<String, Implementation<P>> bugs = new HashMap<>();
    bugs.put("within-budget", Edits.mapped(honest, out -> 1.001 * out, lse -> lse));
    bugs.put("repeat-run", Edits.drifting(honest));
    bugs.put("inputs-unchanged", writingToTheQuery());
    bugs.putAll(ofKeys());
    bugs.putAll(ofRows());
    bugs.putAll(ofScores());
    return bugs;
  }

  private Map<String, Implementation<P>> ofKeys() {
    return Map.of(
        "needle-lattice",
        choosing(keys -> Arrays.copyOf(keys, keys.length % 8 == 1 ? keys.length - 1 : keys.length)),
        "split-merge",
        Edits.mapped(honest, out -> out, lse -> lse / Math.log(2)),
        "key-permutation",
        choosing(AttentionBugs::firstForLast),
        "repeated-keys",
        Edits.result(honest, this::meanInsteadOfSum),
        "empty-rows",
        Edits.mapped(honest, out -> out, lse -> Double.isInfinite(lse) ? 0 : lse));
  }

  private Map<String, Implementation<P>> ofRows() {
    return Map.of(
        "causal-row",
        Edits.result(honest, this::firstTokenOfSeveral),
        "batch-company",
        Edits.moved(honest, tokens::tokens),
        "head-company",
        Edits.moved(honest, tokens::heads),
        "live-nan",
        Edits.mapped(honest, out -> Double.isNaN(out) ? 0 : out, lse -> lse),
        "query-nan",
        Edits.mapped(honest, out -> out, lse -> Double.isNaN(lse) ? 0 : lse),
        "second-call",
        Edits.remembering(honest));
  }

  private Map<String, Implementation<P>> ofScores() {
    return Map.of(
        "convexity",
        Edits.mapped(honest, out -> 3 * out, lse -> lse),
        "constant-value",
        Edits.mapped(honest, out -> 1.0001 * out, lse -> lse),
        "scale-law",
        Edits.moved(honest, tokens::scale),
        "shift-law",
        Edits.mapped(honest, out -> out, lse -> lse < -50 && lse > -1e300 ? -50 : lse),
        "uniform-scores",
        Edits.problem(honest, this::withoutZeros),
        "half-query",
        Edits.problem(honest, this::withoutSeam),
        "extreme-scores",
        Edits.mapped(honest, out -> out, lse -> Math.min(lse, 2000)));
  }

  private Implementation<P> writingToTheQuery() {
    return problem -> {
      Elements query = tokens.query(problem);
      if (query.count() > 0) {
        query.set(0, query.get(0) + 1);
      }
      return honest.run(problem);
    };
  }

  private Implementation<P> choosing(UnaryOperator<int[]> keys) {
    return Edits.reshaped(
        honest,
        problem ->
            tokens.choose(
                problem,
                tokens.whole(problem).stream()
                    .map(choice -> new Choice(choice.token(), keys.apply(choice.keys())))
                    .toList()));
  }

  private static int[] firstForLast(int... keys) {
    int[] changed = keys.clone();
    if (keys.length > 1) {
      changed[keys.length - 1] = keys[0];
    }
    return changed;
  }

  private void meanInsteadOfSum(P problem, double[] out, double[] lse) {
    for (int row = 0; row < lse.length; row++) {
      lse[row] -= Math.log(Math.max(1, tokens.visible(problem, row / tokens.heads(problem))));
    }
  }

  private void firstTokenOfSeveral(P problem, double[] out, double[] lse) {
    if (out.length > 0 && severalTokens.test(problem)) {
      out[0] += 1;
    }
  }

  private P withoutZeros(P problem) {
    Elements query = ElementRows.map(tokens.query(problem), x -> x == 0 ? 1 : x);
    return tokens.withQuery(problem, query, tokens.scale(problem));
  }

  private P withoutSeam(P problem) {
    Elements query = ElementRows.copy(tokens.query(problem));
    int width = tokens.keyWidth(problem);
    for (int i = 0; i < query.count(); i++) {
      if (i % width >= tokens.seam(problem)) {
        query.set(i, 0);
      }
    }
    return tokens.withQuery(problem, query, tokens.scale(problem));
  }
}
