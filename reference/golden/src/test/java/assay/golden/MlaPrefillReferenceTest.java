package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.spec.Expectation;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.NumericContract;
import assay.spec.PageTable;
import assay.spec.Result;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expanded attention against its formula, its laws, and kernels right and wrong. */
final class MlaPrefillReferenceTest {

  private static final int[] WIDTHS = {192, 128};

  private final MlaPrefillReference reference = MlaPrefillReference.create();

  @Test
  void agreesWithTheFormula() {
    LongStream.range(0, 100)
        .mapToObj(MlaPrefillSample::draw)
        .forEach(
            problem -> ReferenceChecks.assertAgree(reference, new MlaPrefillFormula(), problem));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 7, 9, 10})
  void givesTheSameBitsWithAllLanesAndThreads(long seed) {
    ReferenceChecks.assertSameBits(MlaPrefillReference::with, MlaPrefillSample.draw(seed));
  }

  @Test
  void budgetsAreSoundAndHonestKernelsKeepThem() {
    for (long seed = 0; seed < 30; seed++) {
      Problem problem = MlaPrefillSample.draw(seed);
      ReferenceChecks.assertSoundBudgets(reference.expect(problem, NumericContract.F32));
      ReferenceChecks.assertHonest(
          reference,
          NumericContract.F32,
          kernel(RowKernel.F32, AttentionSubjects::honest),
          problem);
      ReferenceChecks.assertHonest(
          reference,
          NumericContract.BF16,
          kernel(RowKernel.BF16, AttentionSubjects::honest),
          problem);
    }
  }

  @Test
  void plantedBugsExceedTheirBudgets() {
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::lastKeyDropped));
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::scaleMissing));
    assertSeen(topLeftMask());
    assertSeen(headShifted());
  }

  /** Query token i sees keys 0 to i: right only where a sequence has as many keys as queries. */
  private static Implementation<Problem> topLeftMask() {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      double[] lse =
          AttentionSubjects.attend(
              RowKernel.BF16,
              i -> {
                FormulaRow row = MlaPrefillFormula.row(problem, i);
                int token = i / problem.heads();
                return AttentionSubjects.firstKeys(row, Math.min(row.keys().length, token + 1));
              },
              problem.rows(),
              out);
      return MlaPrefill.result(problem, out, lse);
    };
  }

  private static Implementation<Problem> headShifted() {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      double[] lse =
          AttentionSubjects.attend(
              RowKernel.BF16,
              i -> {
                int h = i % problem.heads();
                return MlaPrefillFormula.row(problem, i - h + (h + 1) % problem.heads());
              },
              problem.rows(),
              out);
      return MlaPrefill.result(problem, out, lse);
    };
  }

  private void assertSeen(Implementation<Problem> wrong) {
    Problem problem =
        MlaPrefillSample.of(new AttentionDraw(3), 2, WIDTHS, new int[] {20}, new int[] {90}, true);
    ReferenceChecks.assertHonest(
        reference,
        NumericContract.BF16,
        kernel(RowKernel.BF16, AttentionSubjects::honest),
        problem);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, wrong, problem);
  }

  @Test
  void earlyQueriesOfMoreThanThereAreKeysSeeNothing() {
    Problem problem =
        MlaPrefillSample.of(
            new AttentionDraw(1), 2, WIDTHS, new int[] {70, 2}, new int[] {66, 0}, true);
    Result result = reference.run(problem);
    double[] out = result.tensor("out").values();
    double[] lse = result.tensor("lseNats").values();
    for (int row = 0; row < lse.length; row++) {
      int token = row / 2;
      boolean blind = token < 4 || token >= 70;
      assertEquals(blind, lse[row] == Double.NEGATIVE_INFINITY);
      assertEquals(
          blind,
          Arrays.stream(out, row * 128, (row + 1) * 128).allMatch(x -> Double.compare(x, 0) == 0));
    }
  }

  /** The keys after a row's last are live for later rows only. */
  @Test
  void aNanKeyReachesTheRowsThatSeeItAndNoOthers() {
    Problem problem =
        MlaPrefillSample.of(
            new AttentionDraw(2), 2, WIDTHS, new int[] {8, 3}, new int[] {10, 5}, true);
    problem.keys().set((5L * 2 + 1) * 192, Double.NaN);
    problem.values().set((5L * 2 + 1) * 128 + 7, Double.NaN);
    Expectation expected = reference.expect(problem, NumericContract.F32);
    double[] lse = expected.result().tensor("lseNats").values();
    double[] out = expected.result().tensor("out").values();
    for (int row = 0; row < lse.length; row++) {
      int token = row / 2;
      boolean sees = row % 2 == 1 && token >= 3 && token < 8;
      assertEquals(sees, Double.isNaN(lse[row]));
      assertEquals(sees, Double.isNaN(out[row * 128]));
      assertEquals(sees, expected.budgets().getFirst().hard()[row * 128] == 0);
    }
  }

  /** A sequence is attended to as if it were alone, to the bit. */
  @Test
  void aRaggedBatchIsItsSequencesOneByOne() {
    for (long seed = 0; seed < 20; seed++) {
      Problem problem = MlaPrefillSample.draw(seed);
      double[] out = reference.run(problem).tensor("out").values();
      for (int b = 0; b < problem.batch(); b++) {
        double[] alone = reference.run(sequence(problem, b)).tensor("out").values();
        int first = problem.queryStarts()[b] * problem.heads() * problem.valueWidth();
        assertTrue(Arrays.equals(alone, Arrays.copyOfRange(out, first, first + alone.length)));
      }
    }
  }

  private static Problem sequence(Problem problem, int b) {
    int heads = problem.heads();
    long keyRow = (long) problem.keyStarts()[b] * heads;
    long keyRows = (long) problem.keys(b) * heads;
    long queryRow = (long) problem.queryStarts()[b] * heads;
    int e = problem.keyWidth();
    int v = problem.valueWidth();
    return new Problem(
        heads,
        e,
        v,
        new int[] {0, problem.queries(b)},
        new int[] {0, problem.keys(b)},
        problem.query().slice(queryRow * e, (long) problem.queries(b) * heads * e),
        problem.keys().slice(keyRow * e, keyRows * e),
        problem.values().slice(keyRow * v, keyRows * v),
        problem.scale(),
        problem.causal());
  }

  /** With as many query tokens for each sequence, prefill is a decode with several query tokens. */
  @Test
  void prefillOfEqualQueriesIsMhaDecode() {
    int[] keys = {0, 3, 66};
    for (long seed = 0; seed < 20; seed++) {
      Problem prefill =
          MlaPrefillSample.of(
              new AttentionDraw(seed), 2, WIDTHS, new int[] {4, 4, 4}, keys, seed % 2 == 0);
      Result decode = MhaDecodeReference.create().run(decode(prefill, keys));
      Result expected = reference.run(prefill);
      for (String tensor : new String[] {"out", "lseNats"}) {
        assertTrue(Arrays.equals(expected.tensor(tensor).values(), decode.tensor(tensor).values()));
      }
    }
  }

  private static MhaDecode.Problem decode(Problem prefill, int... keys) {
    int tokens = prefill.keyStarts()[prefill.batch()];
    int longest = Arrays.stream(keys).max().orElse(0);
    int[] table = new int[keys.length * longest];
    for (int b = 0; b < keys.length; b++) {
      for (int t = 0; t < keys[b]; t++) {
        table[b * longest + t] = prefill.keyStarts()[b] + t;
      }
    }
    Elements values = prefill.values();
    return new MhaDecode.Problem(
        4,
        prefill.heads(),
        prefill.heads(),
        prefill.keyWidth(),
        prefill.valueWidth(),
        prefill.query(),
        new PageTable(1, tokens, longest, table, keys),
        prefill.keys(),
        values,
        prefill.scale(),
        prefill.causal());
  }

  private static Implementation<Problem> kernel(RowKernel kernel, UnaryOperator<FormulaRow> bug) {
    return AttentionSubjects.prefill(kernel, bug);
  }
}
