package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.ConcatOrder;
import assay.spec.Convention;
import assay.spec.ConventionPresets;
import assay.spec.RopePairing;
import org.junit.jupiter.api.Test;

/** Features in another order: there and back, and what it does to scores. */
final class FeatureConversionTest {

  private static final FeatureConversion FEATURES = new FeatureConversion(3, 4);

  @Test
  void eachOrderIsAsItsConventionSays() {
    Elements row = Elements.of(1, 2, 3, 10, -10, 20, -20);
    assertArrayEquals(
        new double[] {1, 2, 3, 10, 20, -10, -20},
        convert(row, ConventionPresets.TRANSFORMERS).toDoubles());
    assertArrayEquals(
        new double[] {10, 20, -10, -20, 1, 2, 3},
        convert(row, ConventionPresets.DEEP_SEEK_INDEXER).toDoubles());
    assertArrayEquals(row.toDoubles(), convert(row, ConventionPresets.FLASH_MLA_DENSE).toDoubles());
  }

  @Test
  void thereAndBackChangesNoBitOfAnyFormat() {
    for (FloatFormat format : FloatFormat.values()) {
      Elements rows = Elements.allocate(format, 14);
      for (int i = 0; i < rows.segment().byteSize(); i++) {
        rows.segment().set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) (37 * i + 255));
      }
      for (Convention preset : ConventionPresets.ALL) {
        Elements back = FEATURES.convert(convert(rows, preset), preset, Convention.CANONICAL);
        assertEquals(-1, rows.segment().mismatch(back.segment()));
      }
    }
  }

  /** Small integers: every sum is exact. */
  @Test
  void scoresStayWhereQueryAndKeyMoveTogether_andDoNotWhereOneMovesAlone() {
    Elements query = Elements.of(1, 2, 3, 4, 5, 6, 7);
    Elements key = Elements.of(2, 3, 5, 7, 11, 13, 17);
    double score = dot(query, key);
    for (Convention preset : ConventionPresets.ALL) {
      Elements moved = convert(query, preset);
      assertEquals(score, dot(moved, convert(key, preset)));
      boolean canonical =
          preset.pairing() == RopePairing.INTERLEAVED && preset.concat() == ConcatOrder.NOPE_ROPE;
      assertEquals(canonical, dot(moved, key) == score, preset.name());
    }
  }

  @Test
  void malformedRowsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new FeatureConversion(3, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> convert(Elements.of(1.0, 2.0), ConventionPresets.VLLM));
  }

  private static Elements convert(Elements rows, Convention to) {
    return FEATURES.convert(rows, Convention.CANONICAL, to);
  }

  private static double dot(Elements x, Elements y) {
    double sum = 0;
    for (int i = 0; i < x.count(); i++) {
      sum += x.get(i) * y.get(i);
    }
    return sum;
  }
}
