package assay.pages;

import assay.evidence.BenchmarkResult;
import assay.pages.Document.Section;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a device timed by its own events, beside what it could do at most. */
final class TimingSection {

  private static final String MISSING = "–";

  private static final List<String> SHAPE =
      List.of("heads", "keyValueHeads", "keys", "batch", "tokens", "outputs", "inputs", "copied");

  private TimingSection() {}

  /** Nothing where no device was timed. */
  static List<Section> of(List<BenchmarkResult> results) {
    List<BenchmarkResult> own = results.stream().filter(BenchmarkResult::onDevice).toList();
    if (own.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Section(
            "Times on the device",
            List.of(
                new Block.Table(
                    "Medians of the device's events around all launches of an operation; shares of"
                        + " the fastest copy and of the bf16 product of this run",
                    List.of(
                        "Case",
                        "Shape",
                        "L2",
                        "µs",
                        "GB/s",
                        "of copy",
                        "TFLOP/s",
                        "of product",
                        "Launches",
                        "Repetitions"),
                    own.stream().map(TimingSection::row).toList()),
                new Block.Paragraph(
                    "The machine's own product (cuBLAS) was not run: JCuda binds it in a library"
                        + " that needs CUDA's toolkit, and Assay needs the driver alone."))));
  }

  private static List<Cell> row(BenchmarkResult result) {
    return List.of(
        Cell.code(result.name()),
        Cell.of(shape(result)),
        param(result, "l2"),
        Cell.figure(result.median()),
        param(result, "gigabytesPerSecond"),
        share(result, "copyShare"),
        param(result, "teraflopPerSecond"),
        share(result, "productShare"),
        param(result, "launches"),
        Cell.count(result.samples().size()));
  }

  private static String shape(BenchmarkResult result) {
    return SHAPE.stream()
        .flatMap(
            name -> Stream.ofNullable(result.params().get(name)).map(value -> name + "=" + value))
        .collect(Collectors.joining(", "));
  }

  private static Cell param(BenchmarkResult result, String name) {
    return Cell.number(result.params().getOrDefault(name, MISSING));
  }

  /** Evidence may come from anywhere: what is no number is shown as it is. */
  private static Cell share(BenchmarkResult result, String name) {
    String share = result.params().getOrDefault(name, MISSING);
    try {
      return Cell.number(Text.percent(Double.parseDouble(share)));
    } catch (NumberFormatException e) {
      return Cell.of(share);
    }
  }
}
