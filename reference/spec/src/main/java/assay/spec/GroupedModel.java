package assay.spec;

import java.util.List;

/**
 * A published model that caches a key and a value for each of its key-value heads: a yardstick for
 * the memory of the latent cache.
 *
 * @param title as its makers write it
 * @param layers layers with attention
 * @param keyValueHeads heads that are cached; all query heads where it is MHA
 * @param keyWidth of a cached head
 * @param valueWidth of a cached head
 * @param source where the figures stand, and which of them are not verified
 */
public record GroupedModel(
    String title, int layers, int keyValueHeads, int keyWidth, int valueWidth, String source) {

  public static final GroupedModel QWEN_2_5_72B =
      new GroupedModel("Qwen2.5-72B", 80, 8, 128, 128, "Qwen2.5-72B config.json");

  public static final GroupedModel LLAMA_3_1_405B =
      new GroupedModel("LLaMA-3.1-405B", 126, 8, 128, 128, "The Llama 3 Herd, arXiv 2407.21783");

  public static final GroupedModel DEEPSEEK_67B =
      new GroupedModel(
          "DeepSeek-67B", 95, 8, 128, 128, "DeepSeek LLM, arXiv 2401.02954; shape not verified");

  public static final List<GroupedModel> CATALOGUE =
      List.of(QWEN_2_5_72B, LLAMA_3_1_405B, DEEPSEEK_67B);

  /** What {@code model} would cache with a key and a value for each of its query heads. */
  public static GroupedModel multiHead(Model model) {
    return new GroupedModel(
        model.title() + " if MHA",
        model.attentionLayers(),
        model.heads(),
        model.shape().keyWidth(),
        model.value(),
        model.source());
  }

  /** Elements per token in the whole model. */
  public long elementsPerToken() {
    return (long) layers * keyValueHeads * (keyWidth + valueWidth);
  }

  /** Bytes per token in the whole model, 16-bit elements. */
  public long bytesPerToken() {
    return elementsPerToken() * Short.BYTES;
  }
}
