package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Expectation;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The golden model agrees with its oracle on every operator, within derived bounds. */
class GoldenAgreementTest {

  private static final int TRIES = 10_000;

  /** Two honest binary64 computations may lie on either side of the exact value. */
  private static final double BUDGETS_APART = 2;

  @Property(tries = TRIES)
  void referenceAgreesWithFormula(
      @ForAll("operators") GoldenOperator<?> golden, @ForAll("seeds") long seed) {
    Comparison comparison = compare(golden, seed);
    assertTrue(
        !comparison.provesBug(),
        () -> golden.operator().name().kebab() + " seed=" + seed + ": " + comparison.worst());
  }

  /** Seen within a few problems: some are empty, or have nothing but zeros. */
  @Example
  void anErrorOfOnePartInAMillion_isSeenOfEveryOperator() {
    for (GoldenOperator<?> golden : GoldenOperators.ALL) {
      GoldenOperator<?> wrong = withError(golden, 0x1p-20);
      assertTrue(
          LongStream.range(0, 10).anyMatch(seed -> compare(wrong, seed).provesBug()),
          golden.operator().name()::kebab);
    }
  }

  @Example
  void everyOperatorHasProblems() {
    assertEquals(Operator.ALL, GoldenOperators.ALL.stream().map(GoldenOperator::operator).toList());
  }

  @Provide
  Arbitrary<GoldenOperator<?>> operators() {
    return Arbitraries.of(GoldenOperators.ALL);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs().between(0, Integer.MAX_VALUE).withoutEdgeCases();
  }

  /** With a formula whose results are off by a relative error. */
  static <P> GoldenOperator<P> withError(GoldenOperator<P> golden, double relative) {
    Implementation<P> wrong =
        problem ->
            new Result(
                golden.formula().run(problem).tensors().stream()
                    .map(tensor -> scaled(tensor, 1 + relative))
                    .toList());
    return new GoldenOperator<>(
        golden.operator(),
        golden.reference(),
        wrong,
        golden.small(),
        golden.like(),
        golden.data(),
        golden.properties());
  }

  private static Tensor scaled(Tensor tensor, double factor) {
    double[] values = Arrays.stream(tensor.values()).map(x -> x * factor).toArray();
    return new Tensor(tensor.name(), tensor.axes(), values);
  }

  private static <P> Comparison compare(GoldenOperator<P> golden, long seed) {
    return compare(golden, golden.small(seed));
  }

  /** Reference and formula on one problem. */
  static <P> Comparison compare(GoldenOperator<P> golden, P problem) {
    Expectation expected = golden.reference().expect(problem, NumericContract.BINARY64);
    Result formula = golden.formula().run(problem);
    return Judge.compare(expected, formula, BUDGETS_APART);
  }
}
