package assay.spec;

/**
 * A way to cache attention, and the 16-bit elements it holds per token and layer for a model's
 * shape.
 *
 * <p>Grouped caches keep the model's head widths and share one key-value head among several query
 * heads; 8 groups is what Llama 3 and Qwen 2.5 use.
 */
public enum CacheKind {
  MLA("MLA latent"),
  MHA("MHA, a key and a value per head"),
  GQA("GQA, 8 key-value heads"),
  MQA("MQA, 1 key-value head");

  private static final int GQA_HEADS = 8;
  private static final int BYTES_PER_ELEMENT = 2;

  private final String title;

  CacheKind(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** Bytes per token in one layer, 16-bit elements. */
  public long bytesPerTokenAndLayer(Model model) {
    int head = model.nope() + model.rope() + model.value();
    long elements =
        switch (this) {
          case MLA -> model.cacheWidth();
          case MHA -> (long) model.heads() * head;
          case GQA -> (long) Math.min(GQA_HEADS, model.heads()) * head;
          case MQA -> head;
        };
    return elements * BYTES_PER_ELEMENT;
  }

  /** Bytes per token in the whole model, 16-bit elements. */
  public long bytesPerToken(Model model) {
    return bytesPerTokenAndLayer(model) * model.attentionLayers();
  }
}
