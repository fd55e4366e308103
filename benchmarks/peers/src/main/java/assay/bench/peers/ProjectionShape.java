package assay.bench.peers;

/** The projections of one attention layer, named as checkpoints do: I inputs, O outputs. */
public enum ProjectionShape {
  V2_LITE_Q(2048, 3072),
  V2_LITE_KV_A(2048, 576),
  V2_LITE_KV_B(512, 4096),
  V2_LITE_O(2048, 2048),
  V3_Q_A(7168, 1536),
  V3_Q_B(1536, 24576),
  V3_KV_A(7168, 576),
  V3_KV_B(512, 32768),
  V3_O(16384, 7168);

  private final int inputs;
  private final int outputs;

  ProjectionShape(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** I. */
  int inputs() {
    return inputs;
  }

  /** O. */
  int outputs() {
    return outputs;
  }
}
