package assay.spec;

/**
 * kv_b_proj: what turns a latent into every head's key and value.
 *
 * <p>A head's rows are W_UK [E, D] ‖ W_UV [V, D].
 *
 * @param heads H, at least 1
 * @param nope E, at least 1
 * @param value V, at least 1
 * @param weights [H · (E + V), D]
 */
public record LatentUp(int heads, int nope, int value, ProjectionWeights weights) {

  public LatentUp {
    Require.atLeast("heads", heads, 1);
    Require.atLeast("nope", nope, 1);
    Require.atLeast("value", value, 1);
    long rows = (long) heads * (nope + value);
    if (weights.outputs() != rows) {
      throw new IllegalArgumentException(
          "weights has %d rows; %d heads of %d keys and %d values have %d"
              .formatted(weights.outputs(), heads, nope, value, rows));
    }
  }

  /** Of a layer's weights. */
  public static LatentUp of(MlaWeights layer) {
    MlaShape shape = layer.shape();
    int rows = shape.heads() * (shape.nope() + shape.value());
    return new LatentUp(
        shape.heads(),
        shape.nope(),
        shape.value(),
        new ProjectionWeights.Dense(rows, shape.latent(), layer.latentUp()));
  }

  /** D. */
  public int latent() {
    return weights.inputs();
  }

  /** The first row of head {@code h}'s W_UK. */
  public int keyRow(int h) {
    return h * (nope + value);
  }

  /** The first row of head {@code h}'s W_UV. */
  public int valueRow(int h) {
    return keyRow(h) + nope;
  }
}
