package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Convention;
import assay.spec.ConventionPresets;
import assay.spec.LseConvention;
import assay.spec.LseConvention.Base;
import assay.spec.LseConvention.Layout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Canonical to another convention and back; and what happens when two are mixed up. */
final class LseConversionTest {

  private static final int BATCH = 2;
  private static final int QUERY_TOKENS = 3;
  private static final int HEADS = 5;
  private static final int EMPTY_ROW = 7;
  private static final float[] SINKS = {0, -2.5f, 1, Float.NEGATIVE_INFINITY, 3};

  static Stream<LseConvention> presets() {
    return ConventionPresets.ALL.stream().map(Convention::lse).flatMap(lse -> lse.stream());
  }

  static Stream<LseConvention> others() {
    return Stream.of(Base.values())
        .flatMap(base -> Stream.of(Layout.values()).map(layout -> with(base, layout)));
  }

  private static LseConvention with(Base base, Layout layout) {
    return new LseConvention(base, -49993.98, layout, base == Base.TWO);
  }

  @ParameterizedTest
  @MethodSource({"presets", "others"})
  void thereAndBackIsTheIdentityWithinItsRoundings(LseConvention convention) {
    LseConversion conversion = conversion(convention);
    double[] lse = lse(1);
    assertTrue(alike(convention, lse, back(conversion, conversion, lse)));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void layoutAndEmptyRowsChangeNoBit(LseConvention convention) {
    LseConvention natural =
        new LseConvention(Base.E, convention.emptyRow(), convention.layout(), false);
    double[] lse = lse(2);
    assertArrayEquals(lse, back(conversion(natural), conversion(natural), lse));
  }

  @Test
  void everyTwoConventionsThatDifferAreSeenToDiffer() {
    double[] lse = lse(3);
    for (LseConvention x : presets().distinct().toList()) {
      for (LseConvention y : presets().distinct().toList()) {
        double[] misread = back(conversion(x), conversion(y), lse);
        assertEquals(readsAs(x, y), alike(x, lse, misread), x + " read as " + y);
      }
    }
  }

  /** −∞ is an empty row to every reader. */
  private static boolean readsAs(LseConvention writer, LseConvention reader) {
    boolean emptyRead =
        writer.emptyRow() == reader.emptyRow() || writer.emptyRow() == Double.NEGATIVE_INFINITY;
    return emptyRead
        && writer.base() == reader.base()
        && writer.layout() == reader.layout()
        && writer.sink() == reader.sink();
  }

  @Test
  void twoZeroScoresAreOneBit() {
    LseConvention base2 = new LseConvention(Base.TWO, -1e30, Layout.N_H, false);
    LseConversion conversion = new LseConversion(base2, 1, 1, 1);
    float[] none = {Float.NEGATIVE_INFINITY};
    assertEquals(1, conversion.fromCanonical(new double[] {Math.log(2)}, none)[0]);
    assertEquals(Math.log(2), conversion.toCanonical(new double[] {1}, none)[0]);
  }

  @Test
  void anEmptyRowTakesTheSinkForItsLseWhereThatHasASink() {
    LseConvention sink = new LseConvention(Base.E, -1e30, Layout.N_H, true);
    LseConversion conversion = new LseConversion(sink, 1, 1, 2);
    double[] empty = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    float[] sinks = {2, Float.NEGATIVE_INFINITY};
    double[] written = conversion.fromCanonical(empty, sinks);
    assertArrayEquals(new double[] {2, -1e30}, written);
    assertArrayEquals(empty, conversion.toCanonical(written, sinks));
  }

  /** −1e30 of F32 is not −1e30 of binary64. */
  @Test
  void aFiniteEmptyRowIsReadAsAKernelWritesIt() {
    float[] written = {-1e30f};
    LseConvention sparse = ConventionPresets.FLASH_INFER_SPARSE.lse().orElseThrow();
    float[] none = {Float.NEGATIVE_INFINITY};
    double[] read = new LseConversion(sparse, 1, 1, 1).toCanonical(new double[] {written[0]}, none);
    assertEquals(Double.NEGATIVE_INFINITY, read[0]);
  }

  @Test
  void anInfiniteSinkCannotBeTakenOut() {
    LseConvention sink = new LseConvention(Base.E, -1e30, Layout.N_H, true);
    LseConversion conversion = new LseConversion(sink, 1, 1, 1);
    float[] infinite = {Float.POSITIVE_INFINITY};
    double[] written = conversion.fromCanonical(new double[] {1}, infinite);
    assertEquals(Double.POSITIVE_INFINITY, written[0]);
    assertTrue(Double.isNaN(conversion.toCanonical(written, infinite)[0]));
  }

  @Test
  void nanStaysNan() {
    presets()
        .forEach(preset -> {
          LseConversion conversion = new LseConversion(preset, 1, 1, 1);
          double[] nan = {Double.NaN};
          float[] sink = {1};
          assertTrue(Double.isNaN(conversion.fromCanonical(nan, sink)[0]));
          assertTrue(Double.isNaN(conversion.toCanonical(nan, sink)[0]));
        });
  }

  @Test
  void shapesMustAgree() {
    LseConversion conversion = conversion(LseConvention.CANONICAL);
    assertThrows(
        IllegalArgumentException.class, () -> conversion.fromCanonical(new double[29], SINKS));
    assertThrows(
        IllegalArgumentException.class, () -> conversion.toCanonical(new double[30], new float[1]));
  }

  @Test
  void theBoundIsTight() {
    double[] lse = lse(4);
    double[] shifted = lse.clone();
    shifted[0] += 8 * Math.ulp(shifted[0]);
    assertFalse(alike(LseConvention.CANONICAL, lse, shifted));
    assertFalse(alike(new LseConvention(Base.TWO, 0, Layout.N_H, false), lse, shifted));
  }

  private static double[] back(LseConversion writer, LseConversion reader, double[] lse) {
    return reader.toCanonical(writer.fromCanonical(lse, SINKS), SINKS);
  }

  private static LseConversion conversion(LseConvention convention) {
    return new LseConversion(convention, BATCH, QUERY_TOKENS, HEADS);
  }

  private static double[] lse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] lse = random.doubles(BATCH * QUERY_TOKENS * HEADS, -3, 9).toArray();
    lse[EMPTY_ROW] = Double.NEGATIVE_INFINITY;
    return lse;
  }

  private static boolean alike(LseConvention convention, double[] lse, double[] other) {
    return IntStream.range(0, lse.length)
        .allMatch(
            i -> Rounding.within(lse[i], other[i], bound(convention, lse[i], SINKS[i % HEADS])));
  }

  /** Lemma 17. */
  private static double bound(LseConvention convention, double lse, double sink) {
    double base = convention.base() == Base.TWO ? Rounding.gamma(3) : 0;
    if (!convention.sink() || sink == Double.NEGATIVE_INFINITY || Double.isInfinite(lse)) {
      return base * Math.abs(lse);
    }
    double whole = Math.max(lse, sink) + Math.log1p(Math.exp(-Math.abs(lse - sink)));
    double share = Math.exp(sink - lse);
    double written = base * Math.abs(whole) + Rounding.U * (Math.abs(whole) + 4);
    double read = (2 + Math.abs(sink - whole)) * share + 2 * (whole - lse) + Math.abs(lse);
    return 2 * (written * (1 + share) + Rounding.U * read);
  }
}
