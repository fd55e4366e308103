package assay.golden;

import assay.spec.ProjectionWeights;
import assay.spec.ProjectionWeights.BlockScaled;
import assay.spec.ProjectionWeights.Dense;

/** One weight, as {@link ProjectionWeights} defines it. */
final class WeightFormula {

  private WeightFormula() {}

  static double at(ProjectionWeights weights, int output, int input) {
    long index = (long) output * weights.inputs() + input;
    return switch (weights) {
      case Dense dense -> dense.values().get(index);
      case BlockScaled scaled -> {
        int columns = (weights.inputs() + 127) / 128;
        double scale = scaled.scales().get((long) (output / 128) * columns + input / 128);
        yield scaled.codes().get(index) * scale;
      }
    };
  }
}
