package assay.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A published model with Multi-head Latent Attention: the figures that shape its decode kernel.
 *
 * @param name as in {@code --model}
 * @param title as its makers write it
 * @param hidden hidden size
 * @param attentionLayers layers that hold a latent cache
 * @param heads H, query heads
 * @param latent D, kv_lora_rank
 * @param nope qk_nope_head_dim
 * @param rope R, qk_rope_head_dim
 * @param value v_head_dim
 * @param yarn context extension
 * @param source where the figures stand
 */
public record Model(
    String name,
    String title,
    int hidden,
    int attentionLayers,
    int heads,
    int latent,
    int nope,
    int rope,
    int value,
    Yarn yarn,
    String source) {

  public static final Model DEEPSEEK_V2_LITE =
      new Model(
          "deepseek-v2-lite",
          "DeepSeek-V2-Lite",
          2048,
          27,
          16,
          512,
          128,
          64,
          128,
          Yarn.of(40, 0.707),
          "DeepSeek-V3 inference/configs/config_16B.json");

  public static final Model DEEPSEEK_V2 =
      new Model(
          "deepseek-v2",
          "DeepSeek-V2",
          5120,
          60,
          128,
          512,
          128,
          64,
          128,
          Yarn.of(40, 1.0),
          "DeepSeek-V3 inference/configs/config_236B.json");

  public static final Model DEEPSEEK_V3 =
      new Model(
          "deepseek-v3",
          "DeepSeek-V3 / R1",
          7168,
          61,
          128,
          512,
          128,
          64,
          128,
          Yarn.of(40, 1.0),
          "DeepSeek-V3 inference/configs/config_671B.json");

  public static final Model KIMI_K2 =
      new Model(
          "kimi-k2",
          "Kimi-K2",
          7168,
          61,
          64,
          512,
          128,
          64,
          128,
          new Yarn(32, 4096, 1, 1, 1, 1),
          "Kimi-K2 config.json, 128K context");

  public static final Model GLM_5 =
      new Model(
          "glm-5",
          "GLM-5",
          6144,
          78,
          64,
          512,
          192,
          64,
          256,
          Yarn.NONE,
          "transformers configuration_glm_moe_dsa.py");

  public static final Model MINICPM3 =
      new Model(
          "minicpm3-4b",
          "MiniCPM3-4B",
          2560,
          62,
          40,
          256,
          64,
          32,
          64,
          Yarn.NONE,
          "transformers configuration_minicpm3.py");

  public static final Model MISTRAL_SMALL_4 =
      new Model(
          "mistral-small-4",
          "Mistral Small 4",
          4096,
          36,
          32,
          256,
          64,
          64,
          128,
          new Yarn(128, 8192, 32, 1, 1, 1),
          "transformers configuration_mistral4.py");

  public static final List<Model> CATALOGUE =
      List.of(
          DEEPSEEK_V2_LITE, DEEPSEEK_V2, DEEPSEEK_V3, KIMI_K2, GLM_5, MINICPM3, MISTRAL_SMALL_4);

  /**
   * The model of this name.
   *
   * @throws IllegalArgumentException if the catalogue has none
   */
  public static Model named(String name) {
    return CATALOGUE.stream()
        .filter(model -> model.name.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "model is '%s'; allowed are %s"
                    .formatted(
                        name,
                        CATALOGUE.stream().map(Model::name).collect(Collectors.joining(", ")))));
  }

  /** D + R, what the latent cache holds for each token. */
  public int cacheWidth() {
    return latent + rope;
  }

  /** The softmax scale it was trained with: mscale² / √(nope + rope). */
  public float softmaxScale() {
    double mscale = yarn.softmaxMscale();
    return (float) (mscale * mscale / Math.sqrt(nope + rope));
  }
}
