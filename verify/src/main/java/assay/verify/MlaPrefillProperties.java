package assay.verify;

import assay.golden.MhaDecodeReference;
import assay.numerics.Elements;
import assay.spec.Expectation;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill.Problem;
import assay.spec.PageTable;
import assay.spec.Reference;
import java.util.List;
import java.util.stream.IntStream;

/** What must hold for every {@link assay.spec.MlaPrefill} and every problem. */
public final class MlaPrefillProperties {

  private final AttentionRuns<Problem> runs;
  private final Checks<Problem> checks;

  public MlaPrefillProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
    this.runs = new AttentionRuns<>(checks, new MlaPrefillTokens());
  }

  /** Every property, the most telling first. */
  public List<Property<Problem>> all() {
    List<Property<Problem>> own =
        List.of(
            new Property<>(
                "prefill-is-decode",
                "A query token of a prefill is a decode step over the keys it sees.",
                this::prefillIsDecode),
            new Property<>(
                "ragged-packing",
                "The order in which sequences are packed does not matter.",
                this::raggedPacking),
            new Property<>(
                "hidden-keys",
                "Keys that no token of a sequence sees are as if they were not there.",
                this::hiddenKeys),
            new Property<>(
                "value-nan",
                "A NaN in a visible value reaches its own feature, and no other.",
                this::valueNan));
    return AttentionProperties.of(runs, MlaPrefillProblems::data, own);
  }

  /** The golden decode says what is right; keys lie in one page, one head's beside another's. */
  private Finding prefillIsDecode(Problem problem, long seed) {
    Problem steps = runs.tokens().choose(problem, runs.tokens().whole(problem));
    int[] lengths = IntStream.range(0, steps.batch()).map(steps::keys).toArray();
    int keyTokens = steps.keyStarts()[steps.batch()];
    int longest = IntStream.of(lengths).max().orElse(0);
    int[] table = new int[lengths.length * longest];
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        table[b * longest + t] = steps.keyStarts()[b] + t;
      }
    }
    MhaDecode.Problem decode =
        new MhaDecode.Problem(
            1,
            steps.heads(),
            steps.heads(),
            steps.keyWidth(),
            steps.valueWidth(),
            steps.query(),
            new PageTable(1, keyTokens, longest, table, lengths),
            steps.keys(),
            steps.values(),
            steps.scale(),
            false);
    Expectation expected = MhaDecodeReference.create().expect(decode, checks.subject().contract());
    return AttentionRows.of(checks.run(problem), expected, problem.valueWidth()).againstExact();
  }

  private Finding raggedPacking(Problem problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.batch(), seed);
    int[] tokens = members(problem.queryStarts(), order);
    Problem packed = repacked(problem, order, tokens);
    AttentionRows rows = runs.rows(problem).gatherTokens(problem.heads(), tokens);
    return runs.same(rows, runs.rows(packed));
  }

  private static Problem repacked(Problem problem, int[] order, int... tokens) {
    int[] keys = members(problem.keyStarts(), order);
    int heads = problem.heads();
    return new Problem(
        heads,
        problem.keyWidth(),
        problem.valueWidth(),
        starts(problem.queryStarts(), order),
        starts(problem.keyStarts(), order),
        ElementRows.gather(problem.query(), heads * problem.keyWidth(), tokens),
        ElementRows.gather(problem.keys(), heads * problem.keyWidth(), keys),
        ElementRows.gather(problem.values(), heads * problem.valueWidth(), keys),
        problem.scale(),
        problem.causal());
  }

  private static int[] members(int[] starts, int... order) {
    return IntStream.of(order).flatMap(b -> IntStream.range(starts[b], starts[b + 1])).toArray();
  }

  private static int[] starts(int[] old, int... order) {
    int[] starts = new int[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      starts[i + 1] = starts[i] + old[order[i] + 1] - old[order[i]];
    }
    return starts;
  }

  /** The keys of sequences without a query token are poisoned. */
  private Finding hiddenKeys(Problem problem, long seed) {
    Elements keys = ElementRows.copy(problem.keys());
    Elements values = ElementRows.copy(problem.values());
    for (int b = 0; b < problem.batch(); b++) {
      if (problem.queries(b) == 0) {
        poison(keys, problem, b, problem.heads() * problem.keyWidth());
        poison(values, problem, b, problem.heads() * problem.valueWidth());
      }
    }
    Problem poisoned =
        MlaPrefillTokens.with(problem, problem.query(), keys, values, problem.scale());
    return Checks.sameBits(checks.run(problem), checks.run(poisoned));
  }

  private static void poison(Elements elements, Problem problem, int b, int width) {
    long bytes = (long) width * elements.format().bytes();
    elements
        .segment()
        .asSlice(problem.keyStarts()[b] * bytes, problem.keys(b) * bytes)
        .fill(LatentSlots.NAN);
  }

  private Finding valueNan(Problem problem, long seed) {
    Elements values = ElementRows.copy(problem.values());
    if (values.count() > 0) {
      values.set(Math.floorMod(seed, values.count()), Double.NaN);
    }
    return checks.againstGolden(
        MlaPrefillTokens.with(problem, problem.query(), problem.keys(), values, problem.scale()));
  }
}
