package assay.pages;

import assay.pages.Document.Section;
import assay.spec.CacheKind;
import assay.spec.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToLongBiFunction;

/** What a token costs in the key-value cache, by model and by way of caching. */
final class CacheSection {

  private static final String CAPTION =
      "KV-cache bytes per token over all layers, 16-bit elements, on a logarithmic axis:"
          + " the same distance is the same ratio everywhere."
          + " The figure beside MHA is its size in units of MLA.";

  private CacheSection() {}

  static Section of() {
    return new Section(
        "KV-cache memory",
        List.of(
            new Block.Paragraph(
                "By formula, from the published shapes: MLA keeps one latent and one rope key for"
                    + " all heads; MHA a key and a value per head; GQA shares them among 8"
                    + " key-value heads; MQA keeps one. MQA is smaller than MLA, but gives every"
                    + " head the same keys and values."),
            new Block.Figure(CacheChart.draw(CAPTION), CAPTION, ratios()),
            table("Bytes per token and layer", CacheKind::bytesPerTokenAndLayer),
            table("Bytes per token, whole model", CacheKind::bytesPerToken)));
  }

  private static Block.Table table(String caption, ToLongBiFunction<CacheKind, Model> bytes) {
    return table(
        caption,
        List.of(CacheKind.values()),
        (model, kind) -> Cell.count(bytes.applyAsLong(kind, model)));
  }

  private static Block.Table ratios() {
    List<CacheKind> others =
        Arrays.stream(CacheKind.values()).filter(kind -> kind != CacheKind.MLA).toList();
    return table(
        "Size in units of MLA",
        others,
        (model, kind) -> Cell.number(Text.ratio(overMla(kind, model))));
  }

  private static double overMla(CacheKind kind, Model model) {
    return kind.bytesPerToken(model) / (double) CacheKind.MLA.bytesPerToken(model);
  }

  private static Block.Table table(
      String caption, List<CacheKind> kinds, BiFunction<Model, CacheKind, Cell> cell) {
    List<String> columns = new ArrayList<>(List.of("Model", "Layers"));
    kinds.forEach(kind -> columns.add(kind.name()));
    return new Block.Table(
        caption, columns, Model.CATALOGUE.stream().map(model -> row(model, kinds, cell)).toList());
  }

  private static List<Cell> row(
      Model model, List<CacheKind> kinds, BiFunction<Model, CacheKind, Cell> cell) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(model.title()));
    row.add(Cell.count(model.attentionLayers()));
    kinds.forEach(kind -> row.add(cell.apply(model, kind)));
    return row;
  }
}
