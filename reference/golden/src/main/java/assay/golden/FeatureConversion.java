package assay.golden;

import assay.numerics.Elements;
import assay.spec.ConcatOrder;
import assay.spec.Convention;
import assay.spec.RopePairing;
import java.lang.foreign.MemorySegment;

/**
 * Queries or keys in another convention's order of features. Moves bytes and changes none, so that
 * there and back is the identity to the bit; a query and a key moved alike keep their scores.
 *
 * @param nope features without position, in front or behind: E of an expanded head, D of an
 *     absorbed
 * @param rope R, even
 */
public record FeatureConversion(int nope, int rope) {

  public FeatureConversion {
    if (nope < 0 || rope < 0 || rope % 2 != 0) {
      throw new IllegalArgumentException(
          "nope is %d and rope is %d; they must be at least 0, rope even".formatted(nope, rope));
    }
  }

  /** {@code rows}, [.., nope + rope] in the order of {@code from}, in the order of {@code to}. */
  public Elements convert(Elements rows, Convention from, Convention to) {
    int width = nope + rope;
    if (width == 0 || rows.count() % width != 0) {
      throw new IllegalArgumentException(
          "rows has %d elements; it must be whole rows of %d".formatted(rows.count(), width));
    }
    Elements target = Elements.allocate(rows.format(), Math.toIntExact(rows.count()));
    int bytes = rows.format().bytes();
    for (long row = 0; row < rows.count(); row += width) {
      for (int i = 0; i < width; i++) {
        MemorySegment.copy(
            rows.segment(),
            (row + place(i, from)) * bytes,
            target.segment(),
            (row + place(i, to)) * bytes,
            bytes);
      }
    }
    return target;
  }

  /** Where {@code convention} has feature {@code i} of nope ‖ interleaved rope. */
  private int place(int i, Convention convention) {
    boolean nopeFirst = convention.concat() == ConcatOrder.NOPE_ROPE;
    if (i < nope) {
      return nopeFirst ? i : rope + i;
    }
    int feature = i - nope;
    int paired =
        convention.pairing() == RopePairing.INTERLEAVED
            ? feature
            : feature / 2 + feature % 2 * (rope / 2);
    return nopeFirst ? nope + paired : paired;
  }
}
