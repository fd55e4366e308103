package assay.golden;

import assay.numerics.Elements;
import assay.spec.LatentUp;
import assay.spec.ProjectionWeights.Dense;

/** Other dense weights in the same shape, for planted bugs. */
record WeightsOf(LatentUp up) {

  /** A copy. */
  double[] values() {
    return ((Dense) up.weights()).values().toDoubles();
  }

  LatentUp with(double[] values) {
    Dense dense = new Dense(up.weights().outputs(), up.latent(), Elements.of(values));
    return new LatentUp(up.heads(), up.nope(), up.value(), dense);
  }

  /** Every row from {@code rows} on, that many rows earlier. */
  LatentUp shifted(int rows) {
    double[] values = values();
    double[] shifted = values.clone();
    int count = rows * up.latent();
    System.arraycopy(values, count, shifted, 0, values.length - count);
    return with(shifted);
  }
}
