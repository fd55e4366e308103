package assay.spec;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints docs/kv-cache.md: what a token costs in the cache, from the catalogue alone. */
final class KvCachePage {

  private static final String HEAD =
      """
      # KV-cache bytes

      What one token costs in the key-value cache, over all layers. Every figure is computed from the catalogue in
      `Model` and `GroupedModel`; `KvCachePageTest` compares this page with them and says how to print it anew.
      `AllocatedBytesTest` counts the same bytes in memory, written slot by slot through the page allocator.
      """;

  private static final String LAYOUTS =
      """
      ## Models with a latent cache

      BF16 takes 2 (D + R) bytes a token and layer. `fp8_ds_mla`, DeepSeek-V3.2's layout, takes 656: 512 of E4M3,
      16 of scales, 128 of BF16 rope. `MODEL1`, DeepSeek-V4's, takes 584: 448 of E4M3, 128 of BF16 rope, 8 of scales;
      padding of a page comes on top. A dash: the layout is not made for these widths. MHA is the same model with a
      key of E + R and a value of V for every head, 16 bits each.

      DeepSeek-V4-Flash lets several tokens share a slot in most layers, which is not counted here. Kimi-Linear has
      a latent cache in 7 of its 27 layers. LongCat-Flash has two attentions in each of 28 blocks.
      """;

  private static final String YARDSTICKS =
      """
      ## Yardsticks

      Models that cache a key and a value for each key-value head, 16 bits an element.
      """;

  private static final String PUBLISHED =
      """
      ## Published figures

      DeepSeek-V2's 93.3 % holds against DeepSeek-67B and for 6 bits an element of latent cache; the elements alone
      save less. The two models of each row of its table 9 differ in attention only.
      """;

  private static final long FLASH_MLA_TOKENS = 128L << 10;
  private static final int FLASH_MLA_LAYERS = 62;
  private static final int DEEPSEEK_V2_BITS = 6;

  /** Elements per token with MHA in place of MLA: DeepSeek-V2 report, table 9. */
  private static final double LARGE_MHA = 860.2e3;

  private static final double SMALL_MHA = 110.6e3;

  private KvCachePage() {}

  static String markdown() {
    return String.join(
        "\n",
        HEAD,
        LAYOUTS,
        models(),
        YARDSTICKS,
        yardsticks(),
        PUBLISHED,
        published(),
        "Where each model's figures stand is its `source` in `Model` and `GroupedModel`; see also [sources.md](sources.md).",
        "");
  }

  private static String models() {
    return table(
        List.of(
            "model",
            "layers",
            "D + R",
            "elements",
            "BF16",
            "`fp8_ds_mla`",
            "`MODEL1`",
            "MHA",
            "MHA / BF16"),
        Model.CATALOGUE.stream().map(KvCachePage::model));
  }

  private static List<String> model(Model model) {
    long bytes = CacheKind.MLA.bytesPerToken(model);
    long mha = CacheKind.MHA.bytesPerToken(model);
    return List.of(
        model.title(),
        count(model.attentionLayers()),
        model.latent() + " + " + model.rope(),
        count((long) model.cacheWidth() * model.attentionLayers()),
        count(bytes),
        bytes(model, 512, new Fp8DsMlaLayout(512, 64)),
        bytes(model, 448, Model1Layout.padded(448, 64)),
        count(mha),
        ratio(mha, bytes));
  }

  private static String bytes(Model model, int latent, LatentLayout layout) {
    boolean fits = model.latent() == latent && model.rope() == layout.rope();
    return fits ? count((long) layout.bytesPerToken() * model.attentionLayers()) : "–";
  }

  private static String yardsticks() {
    long v3 = CacheKind.MLA.bytesPerToken(Model.DEEPSEEK_V3);
    Function<GroupedModel, List<String>> row =
        model ->
            List.of(
                model.title(),
                count(model.layers()),
                count(model.keyValueHeads()),
                count(model.elementsPerToken()),
                count(model.bytesPerToken()),
                ratio(model.bytesPerToken(), v3));
    return table(
        List.of("model", "layers", "heads cached", "elements", "bytes", "in units of DeepSeek-V3"),
        Stream.concat(
                Stream.of(GroupedModel.multiHead(Model.DEEPSEEK_V3)),
                GroupedModel.CATALOGUE.stream())
            .map(row));
  }

  private static String published() {
    return table(
        List.of("figure", "published", "computed", "as"),
        Stream.of(
            flashMla(),
            List.of(
                "DeepSeek-V2 against DeepSeek-67B, latent cache in 6 bits",
                "93.3 %",
                percent(saving(deepSeekV2Bits(), sixteen(GroupedModel.DEEPSEEK_67B))),
                "1 − 60 · 576 · 6 / (95 · 8 · 256 · 16)"),
            List.of(
                "the same, elements alone",
                "",
                percent(
                    saving(elements(Model.DEEPSEEK_V2), sixteen(GroupedModel.DEEPSEEK_67B) / 16)),
                "1 − 60 · 576 / (95 · 8 · 256)"),
            small(),
            large()));
  }

  private static List<String> flashMla() {
    double bytes = 576.0 * Short.BYTES * FLASH_MLA_LAYERS * FLASH_MLA_TOKENS;
    return List.of(
        "FlashMLA: one request of 128 K tokens",
        "8.72 GiB",
        String.format(Locale.ROOT, "%.2f GiB", bytes / (1 << 30)),
        "576 · 2 · 62 · 128 · 1024");
  }

  private static List<String> small() {
    double mla = elements(Model.DEEPSEEK_V2_LITE);
    return List.of(
        "DeepSeek-V2 table 9, small: elements",
        "110.6K → 15.6K",
        thousands(27 * 16 * (128 + 128)) + " → " + thousands(mla) + ", " + fewer(mla, SMALL_MHA),
        "27 · 16 · (128 + 128), 27 · 576");
  }

  private static List<String> large() {
    double mla = elements(Model.DEEPSEEK_V2);
    return List.of(
        "DeepSeek-V2 table 9, large: elements",
        "860.2K → 34.6K",
        "→ " + thousands(mla) + ", " + fewer(mla, LARGE_MHA),
        "60 · 576; the MHA model's shape is not in the catalogue");
  }

  private static double elements(Model model) {
    return (double) model.cacheWidth() * model.attentionLayers();
  }

  private static double deepSeekV2Bits() {
    return elements(Model.DEEPSEEK_V2) * DEEPSEEK_V2_BITS;
  }

  private static double sixteen(GroupedModel model) {
    return model.elementsPerToken() * 16.0;
  }

  private static double saving(double small, double large) {
    return 1 - small / large;
  }

  private static String table(List<String> columns, Stream<List<String>> rows) {
    String rule = columns.stream().skip(1).map(column -> " ---: |").collect(Collectors.joining());
    return line(columns)
        + "| --- |"
        + rule
        + "\n"
        + rows.map(KvCachePage::line).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String ratio(long value, long unit) {
    double ratio = (double) value / unit;
    return String.format(Locale.ROOT, ratio >= 10 ? "%.1f×" : "%.2f×", ratio);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static String thousands(double value) {
    return String.format(Locale.ROOT, "%.1fK", value / 1000);
  }

  private static String fewer(double small, double large) {
    return String.format(Locale.ROOT, "−%.1f %%", 100 * saving(small, large));
  }
}
