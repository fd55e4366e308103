package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Budgets are not only kept but used: a budget ten times too wide lets errors through that are ten
 * times too large.
 */
final class BudgetTightnessTest {

  private static final int PROBLEMS = 5;

  /** What honest kernels should use of their budget, the worst element of a problem. */
  private static final double LEAST = 0.2;

  /** How far the median may drift from short contexts to long ones. */
  private static final double DRIFT = 2;

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  static Stream<NumericContract> contracts() {
    Accumulation chain = Accumulation.CHAIN;
    NumericContract bf16 = NumericContract.BF16;
    return Stream.of(
        bf16,
        bf16.withSums(chain, chain),
        bf16.withSums(Accumulation.HOPPER, Accumulation.HOPPER),
        NumericContract.F32.withSums(chain, chain.inBlocksOf(64)).withOutput(FloatFormat.BF16));
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void sixteenBitKernelsUseTheirBudget(NumericContract contract) {
    for (AimedProblems aim : List.of(AimedProblems.NORMAL, AimedProblems.OFFSET)) {
      double shorter = median(contract, aim, 64);
      double longer = median(contract, aim, 2048);
      assertTrue(shorter >= LEAST && shorter <= 1, aim + " " + shorter);
      assertTrue(longer >= LEAST && longer <= 1, aim + " " + longer);
      assertTrue(Math.max(shorter / longer, longer / shorter) <= DRIFT, aim + " " + longer);
    }
  }

  private double median(NumericContract contract, AimedProblems aim, int keys) {
    double[] headrooms =
        IntStream.range(0, PROBLEMS)
            .mapToObj(i -> aim.of(2, keys, 100 + i))
            .map(problem ->
                Headroom.of(
                    reference.expect(problem, contract), new ContractKernel(contract).run(problem)))
            .mapToDouble(Headroom::statistical)
            .toArray();
    Arrays.sort(headrooms);
    return headrooms[PROBLEMS / 2];
  }
}
