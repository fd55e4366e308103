package assay.files;

import assay.spec.MlaLayer;
import assay.spec.MlaShape;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.Yarn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code config.json} of a checkpoint says about attention, as read.
 *
 * @param modelType model_type: deepseek_v2, deepseek_v3, deepseek_v32 or kimi_k2
 * @param attention the widths, queryRank 0 where q_lora_rank is null
 * @param layers num_hidden_layers
 * @param normEpsilon rms_norm_eps, positive
 * @param ropeTheta rope_theta, positive
 * @param ropeScaling rope_scaling; empty where positions are not scaled
 * @param maxPositions max_position_embeddings
 * @param weightBlock quantization_config.weight_block_size; empty where weights are not quantised
 */
public record CheckpointConfig(
    String modelType,
    MlaShape attention,
    int layers,
    double normEpsilon,
    double ropeTheta,
    Optional<RopeScaling> ropeScaling,
    long maxPositions,
    Optional<WeightBlock> weightBlock) {

  /**
   * How many weights share a scale.
   *
   * @param rows output features
   * @param columns input features
   */
  public record WeightBlock(int rows, int columns) {}

  /**
   * Reads a {@code config.json}.
   *
   * @throws BadFile if it is not JSON, or a field is missing, of another kind or out of range
   * @throws IOException if it cannot be read
   */
  public static CheckpointConfig read(Path file) throws IOException {
    return new CheckpointConfigReader(file).read();
  }

  /**
   * What the layer has besides its weights, positions scaled whatever their count: scale mscale² /
   * √(E + R), pairs interleaved as the weights' rows are.
   */
  public MlaLayer.Constants constants() {
    Yarn yarn = ropeScaling.map(RopeScaling::yarn).orElse(Yarn.NONE);
    double growth = yarn.softmaxMscale();
    double scale = growth * growth / Math.sqrt(attention.keyWidth());
    Optional<Rope> rope =
        attention.rope() == 0
            ? Optional.empty()
            : Optional.of(new Rope(attention.rope(), RopePairing.INTERLEAVED, ropeTheta, yarn));
    return new MlaLayer.Constants(normEpsilon, rope, (float) scale);
  }
}
