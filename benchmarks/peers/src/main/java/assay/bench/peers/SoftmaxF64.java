package assay.bench.peers;

import assay.numerics.Elements;

/** {@link Softmax} in binary64, as the formula reads. */
final class SoftmaxF64 implements Softmax {

  @Override
  public void apply(Elements row, int visible) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < visible; t++) {
      largest = Math.max(largest, row.get(t));
    }
    double sum = 0;
    for (int t = 0; t < visible; t++) {
      double weight = Math.exp(row.get(t) - largest);
      sum += weight;
      row.set(t, weight);
    }
    for (int t = 0; t < row.count(); t++) {
      row.set(t, t < visible ? row.get(t) / sum : 0);
    }
  }
}
