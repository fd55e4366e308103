package assay.golden;

/**
 * The values of a row's heaviest keys.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class HeaviestValues {

  private final AttentionShape shape;
  private final double[] key;
  private double[][] values = {};
  private double[] ofFeature = {};

  HeaviestValues(AttentionShape shape) {
    this.shape = shape;
    this.key = new double[Math.max(shape.keyWidth(), shape.valueWidth())];
  }

  void begin(AttentionGroup group, int[] keys) {
    values = values.length == keys.length ? values : new double[keys.length][shape.valueWidth()];
    ofFeature = ofFeature.length == keys.length ? ofFeature : new double[keys.length];
    for (int k = 0; k < keys.length; k++) {
      if (group.valuesArePartsOfKeys()) {
        group.key(keys[k], key, 0);
      } else {
        group.value(keys[k], key, 0);
      }
      System.arraycopy(key, 0, values[k], 0, shape.valueWidth());
    }
  }

  /** What each has for feature {@code d}; the next call changes it. */
  double[] of(int d) {
    for (int k = 0; k < ofFeature.length; k++) {
      ofFeature[k] = values[k][d];
    }
    return ofFeature;
  }
}
