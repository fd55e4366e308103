package assay.golden.lanes;

/** Consecutive numbers that can be written anywhere. */
@FunctionalInterface
public interface FloatRow {

  /** Writes all of them, and nothing else, from {@code at} on. */
  void copyTo(float[] target, int at);
}
