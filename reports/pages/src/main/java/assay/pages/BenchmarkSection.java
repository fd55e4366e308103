package assay.pages;

import assay.evidence.BenchmarkResult;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was timed, and how the golden model compares with its peers. */
final class BenchmarkSection {

  private static final String TITLE = "Benchmarks on the CPU";

  private BenchmarkSection() {}

  static Section of(List<BenchmarkResult> all) {
    List<BenchmarkResult> results = all.stream().filter(one -> !one.onDevice()).toList();
    if (results.isEmpty()) {
      return new Section(
          TITLE,
          List.of(
              new Block.Paragraph("Not run. This runs them and adds them here:"),
              new Block.Command("./assay bench")));
    }
    List<Block> blocks = new ArrayList<>(List.of(measurements(results)));
    List<SpeedUp> ratios = SpeedUp.among(results);
    if (!ratios.isEmpty()) {
      blocks.add(ratios(ratios));
    }
    return new Section(TITLE, blocks);
  }

  private static Block measurements(List<BenchmarkResult> results) {
    return new Block.Table(
        "JMH on " + jvms(results) + "; ± is half the 99.9 % confidence interval over iterations",
        List.of("Benchmark", "Parameters", "Score", "±", "Unit", "Iterations"),
        results.stream().map(BenchmarkSection::row).toList());
  }

  private static List<Cell> row(BenchmarkResult result) {
    return List.of(
        Cell.code(shortName(result.name())),
        Cell.of(params(result)),
        Cell.figure(result.score()),
        Cell.figure(result.error()),
        Cell.of(result.unit()),
        Cell.count(result.samples().size()));
  }

  private static Block ratios(List<SpeedUp> ratios) {
    return new Block.Table(
        "The golden model against its peers, all measured in this run; ratio of medians",
        List.of("Benchmark", "Parameters", "Against", "Golden is faster by"),
        ratios.stream()
            .map(ratio ->
                List.of(
                    Cell.code(shortName(ratio.golden().name())),
                    Cell.of(params(ratio.golden())),
                    Cell.of(ratio.peerName()),
                    Cell.number(Text.ratio(ratio.factor()))))
            .toList());
  }

  private static String params(BenchmarkResult result) {
    return result.params().isEmpty()
        ? "–"
        : result.params().entrySet().stream()
            .map(param -> param.getKey() + "=" + param.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String jvms(List<BenchmarkResult> results) {
    return results.stream().map(BenchmarkResult::jvm).distinct().collect(Collectors.joining("; "));
  }

  /** Class and method. */
  private static String shortName(String qualified) {
    int method = qualified.lastIndexOf('.');
    return qualified.substring(qualified.lastIndexOf('.', method - 1) + 1);
  }
}
