package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.InvalidIndexRule;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lemma 14 of docs/numerics.md: sinks far below, among and far above the scores. */
final class AttentionSinkBoundTest {

  private static final int KEYS = 3000;
  private static final int WIDTH = 576;
  private static final NumericContract TRUNCATING =
      NumericContract.F32.withSums(Accumulation.HOPPER, Accumulation.CHAIN);

  private final SparseMlaDecodeReference reference = SparseMlaDecodeReference.create();

  @ParameterizedTest
  @CsvSource({"-60, 0", "-5, 0", "0, 0", "5, 0", "60, 0", "200, 0"})
  void honestKernelsKeepTheirBudgetsWhereverTheSinkIs(double sinkBesideLse, double offset) {
    Problem problem = problem(sinkBesideLse, offset);
    assertHonest(RowKernel.F32, NumericContract.F32, problem);
    assertHonest(RowKernel.TRUNCATING_F32, TRUNCATING, problem);
    assertHonest(RowKernel.BF16, NumericContract.BF16, problem);
  }

  /**
   * All scores are large and a matrix unit cuts each short alike: this cancels among the keys, but
   * not beside a sink.
   */
  @ParameterizedTest
  @CsvSource({"0, 1000", "-1, 3000", "1, 3000"})
  void honestKernelsKeepTheirBudgetsWhenScoresShareAnErrorThatTheSinkHasNot(
      double sinkBesideLse, double offset) {
    assertHonest(RowKernel.TRUNCATING_F32, TRUNCATING, problem(sinkBesideLse, offset));
  }

  /**
   * The first product is most of every score, as that of a feature far larger than others is, and
   * of all small ones a matrix unit cuts something off.
   */
  @ParameterizedTest
  @CsvSource({"0", "-1", "1"})
  void honestKernelsKeepTheirBudgetsWhereSmallProductsFollowALargeOne(double sinkBesideLse) {
    AttentionDraw draw = new AttentionDraw(5);
    double[] query = new double[WIDTH];
    Arrays.setAll(query, i -> i == 0 ? 90_000 : 9 * StrictMath.exp(draw.gaussian() / 4));
    short[] slots = slots(draw, 1, 1 / 64.0);
    for (int t = 0; t < KEYS; t++) {
      slots[t * WIDTH] = BFloat16.fromDouble(1);
    }
    assertHonest(
        new RowKernel(FloatFormat.F32, FloatFormat.F32, 64, Accumulation.VOLTA),
        NumericContract.F32.withSums(Accumulation.VOLTA, Accumulation.CHAIN),
        problem(sinkBesideLse, query, slots));
  }

  /** A step of bf16 in the sink moves its weight more than F32 rounds. */
  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 0", "1, 0"})
  void aSinkKeptInBf16IsSeen(double sinkBesideLse, double offset) {
    Problem problem = problem(sinkBesideLse, offset);
    float rounded = BFloat16.toFloat(BFloat16.fromFloat(problem.sinks()[0]));
    Problem wrong = problem.withSinks(rounded);
    ReferenceChecks.assertSeen(
        reference,
        NumericContract.F32,
        _ -> AttentionSubjects.sparse(RowKernel.F32, AttentionSubjects::honest).run(wrong),
        problem);
  }

  private void assertHonest(RowKernel kernel, NumericContract contract, Problem problem) {
    Headroom headroom =
        Headroom.of(
            reference.expect(problem, contract),
            AttentionSubjects.sparse(kernel, AttentionSubjects::honest).run(problem));
    assertTrue(headroom.hard() <= 1 && headroom.statistical() <= 1, headroom::toString);
  }

  /** Scores of about {@code offset}, all products positive where that is large. */
  private static Problem problem(double sinkBesideLse, double offset) {
    AttentionDraw draw = new AttentionDraw(4);
    short[] slots = slots(draw, offset > 0 ? 1 : 0, 1 / 16.0);
    double[] query = new double[WIDTH];
    Arrays.setAll(
        query,
        i ->
            offset > 0
                ? offset / WIDTH * 16 * StrictMath.exp(draw.gaussian())
                : draw.gaussian() / 2);
    return problem(sinkBesideLse, query, slots);
  }

  private static short[] slots(AttentionDraw draw, double mean, double deviation) {
    short[] slots = new short[KEYS * WIDTH];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = BFloat16.fromDouble(mean + deviation * draw.gaussian());
    }
    return slots;
  }

  private static Problem problem(double sinkBesideLse, double[] query, short[] slots) {
    int[] all = new int[KEYS];
    Arrays.setAll(all, i -> i);
    Problem problem =
        new Problem(
            1,
            1,
            1,
            512,
            64,
            512,
            Elements.rounded(FloatFormat.BF16, query),
            PagedLatentCache.ofBFloat16(KEYS, WIDTH, slots, 0, new int[0], new int[0]),
            Selection.of(KEYS, all, InvalidIndexRule.MINUS_ONE),
            Problem.noSinks(1),
            1 / 32f);
    double lse = SparseMlaDecodeReference.create().run(problem).tensor("lseNats").values()[0];
    return problem.withSinks((float) (lse + sinkBesideLse));
  }
}
