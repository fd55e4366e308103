package assay.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A published model with Multi-head Latent Attention: the figures that shape its attention.
 *
 * @param name as in {@code --model}
 * @param title as its makers write it
 * @param attentionLayers layers that hold a latent cache; where a block has two attentions, both
 * @param shape of one layer
 * @param yarn context extension
 * @param ropeTheta base of the rotary frequencies; 0 where the R features are not rotated
 * @param maxPositions longest context its makers name; 0 where the source names none
 * @param source where the figures stand, and which of them are not verified
 */
public record Model(
    String name,
    String title,
    int attentionLayers,
    MlaShape shape,
    Yarn yarn,
    double ropeTheta,
    int maxPositions,
    String source) {

  public static final Model DEEPSEEK_V2_LITE =
      new Model(
          "deepseek-v2-lite",
          "DeepSeek-V2-Lite",
          27,
          new MlaShape(2048, 16, 0, 512, 128, 64, 128),
          Yarn.of(40, 0.707),
          1e4,
          163_840,
          "DeepSeek-V3 inference/configs/config_16B.json");

  public static final Model DEEPSEEK_V2 =
      new Model(
          "deepseek-v2",
          "DeepSeek-V2",
          60,
          new MlaShape(5120, 128, 1536, 512, 128, 64, 128),
          Yarn.of(40, 1.0),
          1e4,
          163_840,
          "DeepSeek-V3 inference/configs/config_236B.json");

  public static final Model DEEPSEEK_V3 =
      new Model(
          "deepseek-v3",
          "DeepSeek-V3 / R1",
          61,
          new MlaShape(7168, 128, 1536, 512, 128, 64, 128),
          Yarn.of(40, 1.0),
          1e4,
          163_840,
          "DeepSeek-V3 inference/configs/config_671B.json");

  public static final Model DEEPSEEK_V3_2 =
      new Model(
          "deepseek-v3.2",
          "DeepSeek-V3.2",
          61,
          new MlaShape(7168, 128, 1536, 512, 128, 64, 128),
          Yarn.of(40, 1.0),
          1e4,
          163_840,
          "DeepSeek-V3.2-Exp inference/config_671B_v3.2.json");

  /**
   * A slot's 448 + 64 features are key and value at once; how many tokens share a slot differs by
   * layer and is not modelled.
   */
  public static final Model DEEPSEEK_V4_FLASH =
      new Model(
          "deepseek-v4-flash",
          "DeepSeek-V4-Flash",
          43,
          new MlaShape(4096, 64, 1024, 448, 448, 64, 512),
          new Yarn(16, 65_536, 32, 1, 0, 0),
          1e4,
          1_048_576,
          "NeMo AutoModel configuration; the softmax scale is not verified");

  public static final Model KIMI_K2 =
      new Model(
          "kimi-k2",
          "Kimi-K2",
          61,
          new MlaShape(7168, 64, 1536, 512, 128, 64, 128),
          new Yarn(32, 4096, 1, 1, 1, 1),
          5e4,
          131_072,
          "Kimi-K2 config.json, 128K context");

  /** Its other layers have linear attention and no cache that grows. */
  public static final Model KIMI_LINEAR =
      new Model(
          "kimi-linear-48b",
          "Kimi-Linear-48B",
          7,
          new MlaShape(2304, 32, 0, 512, 128, 64, 128),
          Yarn.NONE,
          0,
          1_048_576,
          "Kimi-Linear config.json, 7 of 27 layers; value width not verified");

  public static final Model GLM_5 =
      new Model(
          "glm-5",
          "GLM-5",
          78,
          new MlaShape(6144, 64, 2048, 512, 192, 64, 256),
          Yarn.NONE,
          1e6,
          202_752,
          "transformers configuration_glm_moe_dsa.py; rotary base from config.json");

  /** 28 blocks of two attentions each. */
  public static final Model LONGCAT_FLASH =
      new Model(
          "longcat-flash",
          "LongCat-Flash",
          56,
          new MlaShape(6144, 64, 1536, 512, 128, 64, 128),
          Yarn.NONE,
          1e7,
          131_072,
          "transformers configuration_longcat_flash.py; extra scales of its norms not modelled");

  public static final Model MINICPM3 =
      new Model(
          "minicpm3-4b",
          "MiniCPM3-4B",
          62,
          new MlaShape(2560, 40, 768, 256, 64, 32, 64),
          Yarn.NONE,
          1e4,
          32_768,
          "transformers configuration_minicpm3.py; longrope not modelled");

  public static final Model MISTRAL_SMALL_4 =
      new Model(
          "mistral-small-4",
          "Mistral Small 4",
          36,
          new MlaShape(4096, 32, 1024, 256, 64, 64, 128),
          new Yarn(128, 8192, 32, 1, 1, 1),
          1e4,
          1_048_576,
          "transformers configuration_mistral4.py; scaling of late queries not modelled");

  public static final Model MISTRAL_LARGE_3 =
      new Model(
          "mistral-large-3",
          "Mistral Large 3",
          61,
          new MlaShape(7168, 128, 1536, 512, 128, 64, 128),
          Yarn.NONE,
          1e4,
          0,
          "not verified: said to have DeepSeek-V3's shape");

  public static final Model YOUTU_LLM =
      new Model(
          "youtu-llm-2b",
          "Youtu-LLM-2B",
          32,
          new MlaShape(2048, 16, 1536, 512, 128, 64, 128),
          Yarn.NONE,
          1e5,
          131_072,
          "Youtu-LLM-2B config.json and model card");

  /** DeepSeek first, then by name. */
  public static final List<Model> CATALOGUE =
      List.of(
          DEEPSEEK_V2_LITE,
          DEEPSEEK_V2,
          DEEPSEEK_V3,
          DEEPSEEK_V3_2,
          DEEPSEEK_V4_FLASH,
          KIMI_K2,
          KIMI_LINEAR,
          GLM_5,
          LONGCAT_FLASH,
          MINICPM3,
          MISTRAL_SMALL_4,
          MISTRAL_LARGE_3,
          YOUTU_LLM);

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

  /** Hidden size. */
  public int hidden() {
    return shape.hidden();
  }

  /** H, query heads. */
  public int heads() {
    return shape.heads();
  }

  /** q_lora_rank; 0 where queries are projected in one step. */
  public int queryRank() {
    return shape.queryRank();
  }

  /** D, kv_lora_rank. */
  public int latent() {
    return shape.latent();
  }

  /** E, qk_nope_head_dim. */
  public int nope() {
    return shape.nope();
  }

  /** R, qk_rope_head_dim. */
  public int rope() {
    return shape.rope();
  }

  /** V, v_head_dim. */
  public int value() {
    return shape.value();
  }

  /** D + R, what the latent cache holds for each token. */
  public int cacheWidth() {
    return shape.cacheWidth();
  }

  /** Whether queries and keys are rotated by position. */
  public boolean isRotated() {
    return ropeTheta > 0;
  }

  /** The softmax scale it was trained with: mscale² / √(nope + rope). */
  public float softmaxScale() {
    double mscale = yarn.softmaxMscale();
    return (float) (mscale * mscale / Math.sqrt(shape.keyWidth()));
  }
}
