package assay.files;

import static assay.files.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointConfigTest {

  private static final String GOOD = SampleCheckpoint.config(SampleCheckpoint.LOW_RANK, true);

  @TempDir Path folder;

  @Test
  void everyField_isRead() throws IOException {
    assertEquals(
        new CheckpointConfig(
            "deepseek_v3",
            SampleCheckpoint.LOW_RANK,
            2,
            1e-6,
            10000,
            Optional.of(
                new RopeScaling(
                    40,
                    4096,
                    OptionalDouble.of(32),
                    OptionalDouble.of(1),
                    OptionalDouble.of(1),
                    OptionalDouble.of(1))),
            163840,
            Optional.of(new CheckpointConfig.WeightBlock(128, 128))),
        read(GOOD));
  }

  @Test
  void whatIsNull_isAbsent() throws IOException {
    CheckpointConfig config =
        read(
            SampleCheckpoint.config(SampleCheckpoint.DIRECT, false)
                .replaceAll("(?s)\"rope_scaling\": \\{.*?}", "\"rope_scaling\": null"));
    assertEquals(0, config.attention().queryRank());
    assertEquals(Optional.empty(), config.ropeScaling());
    assertEquals(Optional.empty(), config.weightBlock());
  }

  @Test
  void absentYarnFields_stayAbsent() throws IOException {
    RopeScaling scaling =
        read(GOOD.replaceAll(",\\s*\"(beta_\\w+|mscale\\w*)\": [\\d.]+", ""))
            .ropeScaling()
            .orElseThrow();
    OptionalDouble none = OptionalDouble.empty();
    assertEquals(new RopeScaling(40, 4096, none, none, none, none), scaling);
  }

  @Test
  void newerFiles_keepThetaAmongRopeParameters() throws IOException {
    String newer =
        GOOD.replace("\"rope_theta\": 10000,", "")
            .replace("\"rope_scaling\": {", "\"rope_parameters\": {\"rope_theta\": 50000,")
            .replace("\"type\"", "\"rope_type\"");
    CheckpointConfig config = read(newer);
    assertEquals(50000, config.ropeTheta());
    assertEquals(read(GOOD).ropeScaling(), config.ropeScaling());
    assertEquals(Optional.empty(), read(newer.replace("yarn", "default")).ropeScaling());
  }

  @Test
  void whatIsNotUnderstood_isRefused() {
    bad(
        "model_type is llama; it must be one of [deepseek_v2, deepseek_v3, deepseek_v32, kimi_k2]",
        "deepseek_v3",
        "llama");
    bad("rope_scaling: type is longrope; it must be yarn or default", "yarn", "longrope");
    bad("quantization_config: quant_method is awq; it must be fp8", "\"fp8\"", "\"awq\"");
    bad(
        "quantization_config: weight_block_size is [128]; it must be two numbers",
        "[128, 128]",
        "[128]");
    bad(
        "attention_bias is true; it must be false or absent",
        "\"attention_bias\": false",
        "\"attention_bias\": true");
  }

  @Test
  void numbersOutOfRange_areRefused() {
    bad(
        "hidden_size is 0; it must be a whole number from 1 to 1048576",
        "\"hidden_size\": 150",
        "\"hidden_size\": 0");
    bad(
        "hidden_size is 150.5; it must be a whole number from 1 to 1048576",
        "\"hidden_size\": 150",
        "\"hidden_size\": 150.5");
    bad(
        "kv_lora_rank is missing; it must be a whole number from 1 to 1048576",
        "\"kv_lora_rank\": 130,",
        "");
    bad("rope is 7; it must be even", "\"qk_rope_head_dim\": 6", "\"qk_rope_head_dim\": 7");
    bad("rms_norm_eps is -1.0; it must be positive", "1e-06", "-1");
    bad("rms_norm_eps is \"1e-06\"; it must be a finite number", "1e-06", "\"1e-06\"");
    bad(
        "max_position_embeddings is 1.0E99; it must be a whole number, at least 1",
        "163840",
        "1e99");
  }

  @Test
  void constantsOutOfRange_areRefused() {
    bad("theta is 1.0; it must be finite and above 1", "_theta\": 10000", "_theta\": 1");
    bad("factor is 0.5; it must be finite and at least 1", "\"factor\": 40", "\"factor\": 0.5");
    bad("betaFast is -32.0; it must be finite and positive", "_fast\": 32", "_fast\": -32");
    bad(
        "softmaxScale is Infinity; it must be finite and positive",
        "_all_dim\": 1.0",
        "_all_dim\": 1e99");
  }

  @Test
  void whatIsNoJson_isRefused() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "[]");
    refused(file, "model_type is missing; it must be a text", () -> CheckpointConfig.read(file));
    Files.writeString(file, "{\"a\":" + "[".repeat(10_000));
    refused(
        file,
        "its JSON is nested deeper than 32, or a value is too long",
        () -> CheckpointConfig.read(file));
    Files.writeString(file, GOOD + "{}");
    refused(
        file,
        "it goes on after its JSON value; only spaces may follow",
        () -> CheckpointConfig.read(file));
  }

  private void bad(String complaint, String text, String replacement) {
    refused(folder.resolve("config.json"), complaint, () -> read(GOOD.replace(text, replacement)));
  }

  private CheckpointConfig read(String json) throws IOException {
    return CheckpointConfig.read(Files.writeString(folder.resolve("config.json"), json));
  }
}
