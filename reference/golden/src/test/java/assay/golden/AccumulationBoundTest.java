package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Accumulation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lemma 21 of docs/numerics.md against kernels that sum in every way that has a name. */
final class AccumulationBoundTest {

  private static final Accumulation CHAIN = Accumulation.CHAIN;

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  static Stream<Arguments> sumsAndProblems() {
    List<Accumulation> all =
        List.of(
            CHAIN,
            CHAIN.inBlocksOf(16),
            CHAIN.inBlocksOf(64),
            Accumulation.VOLTA,
            Accumulation.AMPERE,
            Accumulation.HOPPER,
            Accumulation.HOPPER.inBlocksOf(64),
            Accumulation.ADA_FP8,
            Accumulation.HOPPER_FP8.inBlocksOf(128));
    return all.stream()
        .flatMap(sums -> Stream.of(AimedProblems.values()).map(aim -> Arguments.of(sums, aim)));
  }

  @ParameterizedTest
  @MethodSource("sumsAndProblems")
  void honestKernelsKeepTheirBudgets(Accumulation sums, AimedProblems aim) {
    for (NumericContract formats : List.of(NumericContract.F32, NumericContract.BF16)) {
      NumericContract contract = formats.withSums(sums, sums);
      for (int keys : new int[] {1, 150}) {
        Headroom headroom = headroom(contract, contract, aim.of(2, keys, keys));
        assertTrue(headroom.hard() <= 1 && headroom.statistical() <= 1, headroom::toString);
      }
    }
  }

  /** Products of one sign: what a matrix unit cuts off adds up. */
  @ParameterizedTest
  @CsvSource({"HOPPER, 64", "AMPERE, 64", "VOLTA, 64", "HOPPER, 16"})
  void aMatrixUnitThatIsNotDeclaredIsSeen(String unit, int apart) {
    Accumulation sums = unit(unit);
    NumericContract declared = NumericContract.F32.withSums(CHAIN, CHAIN.inBlocksOf(apart));
    NumericContract used = NumericContract.F32.withSums(CHAIN, sums);
    Problem problem = AimedProblems.OFFSET.of(1, 4096, 3);
    Headroom headroom = headroom(declared, used, problem);
    assertTrue(headroom.statistical() > 1, headroom::toString);
    assertTrue(headroom(used, used, problem).statistical() <= 1);
  }

  /** Thirteen bits instead of twenty-five; a key that weighs everything is summed exactly. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PEAKED")
  void sumsOfFewerBitsThanDeclaredAreSeen(AimedProblems aim) {
    NumericContract declared =
        NumericContract.F32.withSums(Accumulation.HOPPER, Accumulation.HOPPER);
    NumericContract used =
        NumericContract.F32.withSums(Accumulation.HOPPER, Accumulation.HOPPER_FP8);
    Headroom headroom = headroom(declared, used, aim.of(1, 300, 4));
    assertTrue(headroom.statistical() > 1, headroom::toString);
  }

  private static Accumulation unit(String name) {
    return switch (name) {
      case "VOLTA" -> Accumulation.VOLTA;
      case "AMPERE" -> Accumulation.AMPERE;
      default -> Accumulation.HOPPER;
    };
  }

  private Headroom headroom(NumericContract declared, NumericContract used, Problem problem) {
    return Headroom.of(reference.expect(problem, declared), new ContractKernel(used).run(problem));
  }
}
