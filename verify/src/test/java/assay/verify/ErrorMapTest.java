package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.evidence.AxisErrors;
import assay.evidence.FailureDetail;
import assay.evidence.Outcome;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.spec.Tensor;
import assay.spec.Tensor.Axis;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors planted at known places are found there. */
class ErrorMapTest {

  private static final List<Axis> AXES =
      List.of(new Axis("b", 2), new Axis("h", 4), new Axis("d", 64));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                     | 1  | the only one",
        "0 1 2 3               | 4  | all",
        "2                     | 4  | only 2 of 4",
        "3                     | 4  | last of 4",
        "0                     | 4  | first of 4",
        "2 3                   | 4  | last 2 of 4",
        "0 1                   | 4  | first 2 of 4",
        "4 5 6                 | 9  | 4 to 6 of 9",
        "1 5 9                 | 12 | every 4th from 1",
        "0 2 4 6               | 8  | every 2nd from 0",
        "0 1 3                 | 4  | all but 2 of 4",
        "0 2 5                 | 9  | 3 of 9, from 0 to 5",
        "1 5                   | 12 | 2 of 12, from 1 to 5",
      })
  void places_inWords(String places, int extent, String words) {
    BitSet set = new BitSet();
    for (String place : places.split(" ")) {
      set.set(Integer.parseInt(place));
    }
    assertEquals(words, WhereWrong.words(set, extent));
  }

  @Test
  void oneHead_isReadableAtAGlance() {
    List<AxisErrors> maps = ErrorMap.of(wrongWhere(i -> i / 64 % 4 == 2));
    assertEquals(new AxisErrors("out", "b", 2, "▂▂", "all"), maps.get(0));
    assertEquals(new AxisErrors("out", "h", 4, "··█·", "only 2 of 4"), maps.get(1));
    assertEquals(new AxisErrors("out", "d", 64, "▂".repeat(32), "all"), maps.get(2));
  }

  @Test
  void oneWrongElementOfMany_stillShows() {
    AxisErrors features = ErrorMap.of(wrongWhere(i -> i == 63)).get(2);
    assertEquals("·".repeat(31) + "▁", features.map());
    assertEquals("last of 64", features.where());
  }

  @Test
  void allWrong_fillsEveryBlock() {
    ErrorMap.of(wrongWhere(i -> true))
        .forEach(axis -> assertEquals("", axis.map().replace("█", "")));
  }

  @Test
  void whatIsWithinBudget_isNotOnTheMap() {
    assertEquals(List.of(), ErrorMap.of(wrongWhere(i -> false)));
  }

  @Test
  void worstElements_comeFirst() {
    Failure<Integer> failure = failure(wrongWhere(i -> i == 5 || i == 70));
    FailureDetail detail =
        FailureDetails.of("o", "s", failure, "", (tensor, index) -> "term " + index);
    assertEquals("out[b=0, h=1, d=6]", detail.worst().getFirst().coordinates());
    assertEquals(70, detail.worst().getFirst().budgets());
    assertEquals("term 70", detail.worst().getFirst().dominatingTerm());
    assertEquals(2, detail.worst().size());
  }

  /** Element i is off by i budgets, and by 2 at least, where {@code wrong}. */
  private static Mismatch wrongWhere(IntPredicate wrong) {
    int count = 2 * 4 * 64;
    double[] budget = IntStream.range(0, count).mapToDouble(i -> 1).toArray();
    double[] actual =
        IntStream.range(0, count).mapToDouble(i -> wrong.test(i) ? Math.max(i, 2) : 0).toArray();
    Result expected = Result.of(new Tensor("out", AXES, new double[count]));
    return new Mismatch(
        new Expectation(expected, List.of(new ErrorBudget(budget, budget))),
        Result.of(new Tensor("out", AXES, actual)),
        1);
  }

  private static Failure<Integer> failure(Mismatch mismatch) {
    Property<Integer> property = new Property<>("p", "P.", (problem, seed) -> Finding.failed("no"));
    Finding finding =
        new Finding(new Outcome.Fail("off", null), 2, 2, 1, java.util.Optional.of(mismatch));
    Recipe<Integer> recipe =
        new Recipe<>() {
          @Override
          public Integer problem() {
            return 1;
          }

          @Override
          public long seed() {
            return 1;
          }

          @Override
          public List<Recipe<Integer>> smaller() {
            return List.of();
          }
        };
    return new Failure<>(property, List.of(recipe), recipe, finding);
  }
}
