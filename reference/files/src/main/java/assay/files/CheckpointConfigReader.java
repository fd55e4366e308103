package assay.files;

import assay.spec.MlaShape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the fields that attention depends on; others are none of its business.
 *
 * <p>A model type whose attention is not known to be this one is refused: the names of its fields
 * and tensors could be the same and the mathematics different.
 */
final class CheckpointConfigReader {

  /** Kimi K2 calls its configuration so and has DeepSeek V3's attention. */
  static final List<String> MODEL_TYPES =
      List.of("deepseek_v2", "deepseek_v3", "deepseek_v32", "kimi_k2");

  private final ConfigFields fields;

  CheckpointConfigReader(Path file) throws IOException {
    this.fields = new ConfigFields(Place.of(file), StrictJson.read(file));
  }

  CheckpointConfig read() throws BadFile {
    String modelType = modelType();
    requireNoBias();
    ConfigFields rope = fields.has("rope_parameters") ? fields.inner("rope_parameters") : fields;
    return withConstants(
        new CheckpointConfig(
            modelType,
            shape(),
            fields.count("num_hidden_layers", 1),
            fields.positive("rms_norm_eps"),
            rope.positive("rope_theta"),
            ropeScaling(),
            fields.positions("max_position_embeddings"),
            weightBlock()));
  }

  /** The same, once it is seen to have constants: their ranges are narrower. */
  private CheckpointConfig withConstants(CheckpointConfig config) throws BadFile {
    try {
      var _ = config.constants();
      return config;
    } catch (IllegalArgumentException wrong) {
      throw fields.place().bad(wrong);
    }
  }

  private String modelType() throws BadFile {
    String modelType = fields.text("model_type");
    if (!MODEL_TYPES.contains(modelType)) {
      throw fields.place().bad("model_type is %s; it must be one of %s", modelType, MODEL_TYPES);
    }
    return modelType;
  }

  private void requireNoBias() throws BadFile {
    JsonNode bias = fields.tree().path("attention_bias");
    if (!bias.isMissingNode() && !bias.equals(BooleanNode.FALSE)) {
      throw fields.place().bad("attention_bias is %s; it must be false or absent", bias);
    }
  }

  private MlaShape shape() throws BadFile {
    try {
      return new MlaShape(
          fields.count("hidden_size", 1),
          fields.count("num_attention_heads", 1),
          fields.has("q_lora_rank") ? fields.count("q_lora_rank", 1) : 0,
          fields.count("kv_lora_rank", 1),
          fields.count("qk_nope_head_dim", 1),
          fields.count("qk_rope_head_dim", 0),
          fields.count("v_head_dim", 1));
    } catch (IllegalArgumentException wrong) {
      throw fields.place().bad(wrong);
    }
  }

  /** Under {@code rope_scaling}, or in newer files under {@code rope_parameters}. */
  private Optional<RopeScaling> ropeScaling() throws BadFile {
    if (fields.has("rope_scaling")) {
      return scaling(fields.inner("rope_scaling"));
    }
    return fields.has("rope_parameters")
        ? scaling(fields.inner("rope_parameters"))
        : Optional.empty();
  }

  private static Optional<RopeScaling> scaling(ConfigFields rope) throws BadFile {
    String type = rope.text(rope.has("rope_type") ? "rope_type" : "type");
    return switch (type) {
      case "default" -> Optional.empty();
      case "yarn" ->
          Optional.of(
              new RopeScaling(
                  rope.positive("factor"),
                  rope.count("original_max_position_embeddings", 1),
                  rope.optional("beta_fast"),
                  rope.optional("beta_slow"),
                  rope.optional("mscale"),
                  rope.optional("mscale_all_dim")));
      case String other -> throw rope.place().bad("type is %s; it must be yarn or default", other);
    };
  }

  private Optional<CheckpointConfig.WeightBlock> weightBlock() throws BadFile {
    if (!fields.has("quantization_config")) {
      return Optional.empty();
    }
    ConfigFields quantization = fields.inner("quantization_config");
    String method = quantization.text("quant_method");
    if (!method.equals("fp8")) {
      throw quantization.place().bad("quant_method is %s; it must be fp8", method);
    }
    JsonNode block = quantization.tree().path("weight_block_size");
    if (!block.isArray() || block.size() != 2) {
      throw quantization
          .place()
          .bad("weight_block_size is %s; it must be two numbers", ConfigFields.describe(block));
    }
    return Optional.of(
        new CheckpointConfig.WeightBlock(
            quantization.count("weight_block_size", block.get(0), 1),
            quantization.count("weight_block_size", block.get(1), 1)));
  }
}
