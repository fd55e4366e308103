package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.evidence.CaseVerdict;
import assay.evidence.Outcome;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class HeadroomsTest {

  private static CaseVerdict verdict(String problem, double headroom) {
    return SampleRuns.verdict(problem, new Outcome.Pass(), headroom);
  }

  private static Headrooms of(double... headrooms) {
    return Headrooms.of(
        java.util.Arrays.stream(headrooms).mapToObj(h -> verdict("lengths=1", h)).toList());
  }

  @Test
  void quantilesAreValuesThatOccurred() {
    Headrooms headrooms = of(0.4, 0.1, 0.3, 0.2);
    assertEquals(0.2, headrooms.quantile(0.5));
    assertEquals(0.4, headrooms.quantile(0.9));
    assertEquals(0.4, headrooms.quantile(1));
  }

  @Test
  void unmeasuredCasesAndOtherPropertiesDoNotCount() {
    CaseVerdict other =
        new CaseVerdict("o", "s", "repeat-run", "lengths=1", new Outcome.Pass(), 0, 0, 1, 1);
    assertEquals(
        List.of(), Headrooms.of(List.of(verdict("", Double.NaN), verdict("", -1), other)).cases());
  }

  @Test
  void theLongestSequenceIsReadFromTheRecipe() {
    assertEquals(OptionalInt.of(963), longest("heads=16 lengths=7,963,0 seed=5000"));
    assertEquals(OptionalInt.of(0), longest("lengths=0"));
    assertEquals(OptionalInt.empty(), longest("heads=16"));
    assertEquals(OptionalInt.empty(), longest("lengths=99999999999"));
    assertEquals(OptionalInt.empty(), longest("strengths=4"));
  }

  private static OptionalInt longest(String recipe) {
    return Headrooms.of(List.of(verdict(recipe, 0.5))).cases().getFirst().longest();
  }

  @Test
  void exactlyTheBudgetIsWithinIt() {
    List<Histogram.Bin> bins =
        Histogram.of(new double[] {0, 0.05, 1, Math.nextUp(1.0), Double.POSITIVE_INFINITY}).bins();
    assertEquals(new Histogram.Bin("0.00 to 0.05", false, 1), bins.get(0));
    assertEquals(new Histogram.Bin("0.05 to 0.10", false, 1), bins.get(1));
    assertEquals(new Histogram.Bin("0.95 to 1.00", false, 1), bins.get(19));
    assertEquals(new Histogram.Bin("over 1", true, 2), bins.get(20));
  }

  @Test
  void bandsAreBetweenPowersOfFour() {
    List<CaseVerdict> cases =
        java.util.stream.IntStream.of(0, 1, 3, 4, 15, 16, Integer.MAX_VALUE / 4)
            .mapToObj(keys -> verdict("lengths=" + keys, 0.5))
            .toList();
    assertEquals(
        List.of("0", "1 to 3", "4 to 15", "16 to 63", "268,435,456 to 1,073,741,823"),
        LengthBand.of(Headrooms.of(cases).withLength()).stream().map(LengthBand::label).toList());
  }

  @Test
  void ticksAreRoundAndReachTheLargest() {
    assertEquals(List.of(1L), java.util.Arrays.stream(Ticks.counts(0)).boxed().toList());
    assertEquals(List.of(5L, 10L, 15L), java.util.Arrays.stream(Ticks.counts(13)).boxed().toList());
    assertEquals(250, Ticks.top(211));
  }
}
