package assay.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Laws of attention about which keys a token attends to.
 *
 * @param <P> the operator's problem
 */
final class KeyLaws<P> {

  /** Part counts: the whole, halves, thirds, more parts than a short sequence has keys. */
  private static final List<Integer> PARTS = List.of(1, 2, 3, 7);

  private final AttentionRuns<P> runs;
  private final AttentionTokens<P> tokens;

  KeyLaws(AttentionRuns<P> runs) {
    this.runs = runs;
    this.tokens = runs.tokens();
  }

  List<Property<P>> all() {
    return List.of(
        new Property<>(
            "needle-lattice",
            "A key that a query singles out is found, at every edge of every length.",
            this::needleLattice),
        new Property<>(
            "split-merge",
            "Attention over parts of the keys, merged by their lse, is attention over all.",
            this::splitMerge),
        new Property<>(
            "key-permutation",
            "The order of keys that a token sees does not matter.",
            this::keyPermutation),
        new Property<>(
            "repeated-keys",
            "Every key twice leaves the average, and adds ln 2 to lse.",
            this::repeatedKeys),
        new Property<>(
            "empty-rows",
            "A row without keys is 0 with lse -Infinity, and leaves its neighbours alone.",
            this::emptyRows));
  }

  private Finding needleLattice(P problem, long seed) {
    int token = runs.longest(problem);
    if (token < 0) {
      return runs.checks().againstGolden(problem);
    }
    int visible = tokens.visible(problem, token);
    List<Choice> choices =
        KeyLattice.lengths(visible, tokens.pageSize(problem), seed).stream()
            .map(length -> Choice.first(token, length))
            .toList();
    P lattice = tokens.choose(problem, choices);
    return runs.checks().againstGolden(Needles.at(lattice, tokens, seed));
  }

  private Finding splitMerge(P problem, long seed) {
    P plain = tokens.withoutSinks(problem);
    int[] sample = runs.sample(plain, seed);
    int parts = PARTS.get((int) Math.floorMod(seed, (long) PARTS.size()));
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Choice>> split =
        runs.whole(plain, sample).stream().map(whole -> cut(whole, parts, random)).toList();
    P apart = tokens.choose(plain, split.stream().flatMap(List::stream).toList());
    AttentionRows pieces = runs.rows(apart);
    int heads = tokens.heads(plain);
    List<AttentionRows> byPart =
        IntStream.range(0, parts)
            .mapToObj(k -> {
              int[] ofPart = new int[sample.length];
              Arrays.setAll(ofPart, i -> i * parts + k);
              return pieces.gatherTokens(heads, ofPart);
            })
            .toList();
    AttentionRows whole = runs.rows(plain).gatherTokens(heads, sample);
    return AttentionRows.agree(AttentionRows.merged(byPart), whole);
  }

  /** Parts of any size, 0 included, one after another. */
  private static List<Choice> cut(Choice whole, int parts, SplittableRandom random) {
    int length = whole.keys().length;
    int[] cuts =
        IntStream.concat(
                random.ints(parts - 1, 0, length + 1), //
                IntStream.of(0, length))
            .sorted()
            .toArray();
    return IntStream.range(0, parts)
        .mapToObj(
            k -> new Choice(whole.token(), Arrays.copyOfRange(whole.keys(), cuts[k], cuts[k + 1])))
        .toList();
  }

  private Finding keyPermutation(P problem, long seed) {
    int[] sample = runs.sample(problem, seed);
    List<Choice> whole = runs.whole(problem, sample);
    List<Choice> both = new ArrayList<>(whole);
    whole.forEach(choice -> both.add(choice.shuffled(seed + choice.token())));
    return halves(tokens.choose(problem, both), whole.size(), 0);
  }

  private Finding repeatedKeys(P problem, long seed) {
    P plain = tokens.withoutSinks(problem);
    int[] sample = runs.sample(plain, seed);
    List<Choice> whole = runs.whole(plain, sample);
    List<Choice> both = new ArrayList<>(whole);
    whole.forEach(choice -> both.add(choice.doubled()));
    return halves(tokens.choose(plain, both), whole.size(), Math.log(2));
  }

  /** The first {@code count} tokens agree with those after them, whose lse is greater. */
  private Finding halves(P problem, int count, double shift) {
    int heads = tokens.heads(problem);
    AttentionRows rows = runs.rows(problem);
    double[] shifts = new double[count * heads];
    Arrays.fill(shifts, shift);
    AttentionRows first = rows.gatherTokens(heads, AttentionRuns.range(0, count));
    AttentionRows second = rows.gatherTokens(heads, AttentionRuns.range(count, 2 * count));
    return AttentionRows.agree(first.withLseShifted(shifts), second);
  }

  private Finding emptyRows(P problem, long seed) {
    int[] sample = runs.sample(problem, seed);
    List<Choice> choices = new ArrayList<>();
    runs.whole(problem, sample)
        .forEach(whole -> Collections.addAll(choices, new Choice(whole.token()), whole));
    P mixed = tokens.choose(problem, choices);
    AttentionRows rows = runs.rows(mixed);
    int[] odd = new int[sample.length];
    Arrays.setAll(odd, i -> 2 * i + 1);
    int heads = tokens.heads(problem);
    AttentionRows alone = runs.rows(problem).gatherTokens(heads, sample);
    return AttentionRuns.all(rows.againstExact(), runs.same(alone, rows.gatherTokens(heads, odd)));
  }
}
