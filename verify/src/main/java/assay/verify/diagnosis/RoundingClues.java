package assay.verify.diagnosis;

import assay.spec.Tensor;
import assay.verify.planted.BugClass;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether errors look like those of roundings: small beside the row that they are in, towards zero
 * as often as away from it, and in most of the row.
 */
final class RoundingClues {

  private static final double BELIEF = 0.5;

  /** Of a row's root mean square; some roundings of bf16, whose unit roundoff is 2^−9. */
  private static final double SMALL = 0x1p-6;

  /** Fewer wrong elements say nothing of their signs. */
  private static final int ENOUGH = 16;

  /** Of each sign there is at least this share. */
  private static final double SHARE = 0.25;

  private RoundingClues() {}

  static Optional<Diagnosis> of(List<? extends Sample<?>> wrong) {
    long larger = 0;
    long smaller = 0;
    for (Sample<?> sample : wrong) {
      for (int t = 0; t < sample.tensors(); t++) {
        BitSet set = sample.wrong().get(t);
        for (int i = set.nextSetBit(0); i >= 0; i = set.nextSetBit(i + 1)) {
          if (!isSmall(sample, t, i)) {
            return Optional.empty();
          }
          boolean grows = Math.abs(sample.actual(t, i)) > Math.abs(sample.golden(t, i));
          larger += grows ? 1 : 0;
          smaller += grows ? 0 : 1;
        }
      }
    }
    long all = larger + smaller;
    return all >= ENOUGH && Math.min(larger, smaller) >= SHARE * all
        ? Optional.of(
            new Diagnosis(
                BugClass.ACCUMULATION,
                "errors are small and of either sign, as roundings' are",
                BELIEF,
                wrong.size()))
        : Optional.empty();
  }

  private static boolean isSmall(Sample<?> sample, int t, int i) {
    Tensor tensor = sample.tensor(t);
    int width = tensor.axes().getLast().extent();
    int first = i / width * width;
    double squares = 0;
    for (int j = first; j < first + width; j++) {
      squares += sample.golden(t, j) * sample.golden(t, j);
    }
    return Math.abs(sample.actual(t, i) - sample.golden(t, i))
        <= SMALL * Math.sqrt(squares / width);
  }
}
