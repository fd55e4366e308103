package assay.golden;

import assay.spec.ProjectionWeights;
import assay.spec.ProjectionWeights.BlockScaled;
import assay.spec.ProjectionWeights.Dense;

/** Rows of a weight matrix in binary64, which holds every weight exactly. */
final class WeightRows {

  private final ProjectionWeights weights;

  WeightRows(ProjectionWeights weights) {
    this.weights = weights;
  }

  /** W[row, first] to before W[row, first + count] into {@code target}. */
  void copy(int row, int first, int count, double[] target, int at) {
    long offset = (long) row * weights.inputs() + first;
    switch (weights) {
      case Dense dense -> dense.values().copyTo(offset, target, at, count);
      case BlockScaled scaled -> {
        scaled.codes().copyTo(offset, target, at, count);
        scale(scaled, row, first, count, target, at);
      }
    }
  }

  private static void scale(
      BlockScaled scaled, int row, int first, int count, double[] target, int at) {
    int end = first + count;
    for (int i = first; i < end; ) {
      int blockEnd = Math.min(end, (i / ProjectionWeights.BLOCK + 1) * ProjectionWeights.BLOCK);
      double scale = scaled.scales().get(scaled.scaleIndex(row, i));
      for (; i < blockEnd; i++) {
        target[at + i - first] *= scale;
      }
    }
  }
}
