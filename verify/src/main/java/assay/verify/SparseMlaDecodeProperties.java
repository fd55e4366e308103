package assay.verify;

import assay.golden.PagedMlaDecodeReference;
import assay.spec.Expectation;
import assay.spec.InvalidIndexRule;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.Reference;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What must hold for every {@link assay.spec.SparseMlaDecode} and every problem. */
public final class SparseMlaDecodeProperties {

  private static final int NO_SLOT = -1;

  private final AttentionRuns<Problem> runs;
  private final Checks<Problem> checks;

  public SparseMlaDecodeProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
    this.runs = new AttentionRuns<>(checks, new SparseMlaDecodeTokens());
  }

  /** Every property, the most telling first. */
  public List<Property<Problem>> all() {
    List<Property<Problem>> own =
        List.of(
            property(
                "invalid-index",
                "An invalid entry is as one that is not listed.",
                this::invalidIndex),
            property(
                "past-the-count",
                "What stands past the count does not matter.",
                this::pastTheCount),
            property(
                "poison-invisible",
                "What lies in a slot that nobody lists does not matter.",
                this::poisonInvisible),
            property("full-list", "Listing every key is dense decode.", this::fullList),
            property(
                "sink-outside-lse", "The lse is the same with and without sinks.", this::sinkLse),
            property(
                "sink-weight",
                "A sink takes its share of the weights: none, half, nearly all, all.",
                this::sinkWeight));
    return AttentionProperties.of(runs, SparseMlaDecodeProblems::data, own);
  }

  /** Invalid entries are put first, last and in between. */
  private Finding invalidIndex(Problem problem, long seed) {
    List<Choice> whole = runs.tokens().whole(problem);
    Problem valid = runs.tokens().choose(problem, whole);
    Selection old = valid.selection();
    int[] kinds =
        old.rule() == InvalidIndexRule.MINUS_ONE
            ? new int[] {NO_SLOT}
            : new int[] {NO_SLOT, Integer.MIN_VALUE, Integer.MAX_VALUE, slots(problem)};
    int listed = 2 * old.listed() + 1;
    int[] indices = new int[old.counts().length * listed];
    int[] counts = Arrays.stream(old.counts()).map(count -> 2 * count + 1).toArray();
    Arrays.setAll(indices, i -> kinds[i % kinds.length]);
    for (int token = 0; token < counts.length; token++) {
      for (int i = 0; i < old.counts()[token]; i++) {
        indices[token * listed + 2 * i + 1] = old.indices()[token * old.listed() + i];
      }
    }
    Selection sparse = new Selection(listed, indices, counts, old.rule());
    return AttentionRows.agree(runs.rows(valid), runs.rows(valid.withSelection(sparse)));
  }

  /** The list goes on past the count, with valid slots. */
  private Finding pastTheCount(Problem problem, long seed) {
    Selection old = problem.selection();
    int listed = old.listed() + 2;
    int[] indices = new int[old.counts().length * listed];
    for (int token = 0; token < old.counts().length; token++) {
      for (int i = 0; i < old.counts()[token]; i++) {
        indices[token * listed + i] = old.indices()[token * old.listed() + i];
      }
    }
    Selection longer = new Selection(listed, indices, old.counts(), old.rule());
    return AttentionRows.agree(runs.rows(problem), runs.rows(problem.withSelection(longer)));
  }

  private Finding poisonInvisible(Problem problem, long seed) {
    byte poison = (seed & 1) == 0 ? LatentSlots.HUGE : LatentSlots.NAN;
    return Checks.sameBits(
        checks.run(SparseMlaDecodeTokens.replaceUnlisted(problem, poison)),
        checks.run(SparseMlaDecodeTokens.replaceUnlisted(problem, (byte) 0)));
  }

  /** Each token lists the pool from a slot on, and is held to dense decode of the same keys. */
  private Finding fullList(Problem poisoned, long seed) {
    Problem problem = SparseMlaDecodeTokens.replaceUnlisted(poisoned, (byte) 0);
    int slots = slots(problem);
    int tokens = problem.batch() * problem.queryTokens();
    int[] indices = new int[tokens * slots];
    Arrays.setAll(indices, i -> i % slots);
    Selection full = Selection.of(slots, indices, problem.selection().rule());
    if (problem.valueWidth() != problem.latent() || tokens == 0) {
      return checks.againstGolden(problem.withSelection(full));
    }
    Problem all = problem.withSelection(full).withSinks(Problem.noSinks(problem.heads()));
    Expectation dense =
        PagedMlaDecodeReference.create().expect(dense(all), checks.subject().contract());
    return AttentionRows.of(checks.run(all), dense, problem.valueWidth()).againstExact();
  }

  /** Every token a sequence that has the whole pool for its pages. */
  private static PagedMlaDecode.Problem dense(Problem problem) {
    int tokens = problem.batch() * problem.queryTokens();
    int pages = problem.cache().pages();
    int[] table = new int[tokens * pages];
    Arrays.setAll(table, i -> i % pages);
    int[] lengths = new int[tokens];
    Arrays.fill(lengths, slots(problem));
    PagedLatentCache old = problem.cache();
    return new PagedMlaDecode.Problem(
        1,
        problem.heads(),
        problem.latent(),
        problem.rope(),
        problem.query(),
        new PagedLatentCache(old.pageSize(), old.layout(), old.bytes(), pages, table, lengths),
        problem.scale(),
        false);
  }

  private Finding sinkLse(Problem problem, long seed) {
    AttentionRows without = runs.rows(runs.tokens().withoutSinks(problem));
    AttentionRows with = runs.rows(problem.withSinks(sinks(problem, without, seed)));
    return AttentionRows.agree(with, with.withLse(without));
  }

  private Finding sinkWeight(Problem problem, long seed) {
    AttentionRows without = runs.rows(runs.tokens().withoutSinks(problem));
    return checks.againstGolden(problem.withSinks(sinks(problem, without, seed)));
  }

  /** Head by head: −∞, as heavy as the keys, 30 nats above, +∞, 30 below, far above zero. */
  private static float[] sinks(Problem problem, AttentionRows rows, long seed) {
    List<Float> sinks = new ArrayList<>();
    for (int h = 0; h < problem.heads(); h++) {
      double lse = h < rows.count() ? rows.exactLse()[h] : 0;
      float level = Double.isFinite(lse) ? (float) lse : 0;
      sinks.add(
          switch ((int) Math.floorMod(seed + h, 6L)) {
            case 0 -> Float.NEGATIVE_INFINITY;
            case 1 -> level;
            case 2 -> level + 30;
            case 3 -> Float.POSITIVE_INFINITY;
            case 4 -> level - 30;
            default -> 1000f;
          });
    }
    float[] array = new float[sinks.size()];
    for (int h = 0; h < array.length; h++) {
      array[h] = sinks.get(h);
    }
    return array;
  }

  private static int slots(Problem problem) {
    return problem.cache().pages() * problem.cache().pageSize();
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
