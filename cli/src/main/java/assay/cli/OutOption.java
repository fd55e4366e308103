package assay.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --out}: the folder that holds a run's evidence and its report. */
final class OutOption {

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "assay-out",
      description = "Folder of the evidence and the report. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("assay-out");

  Path evidence() {
    return folder.resolve("evidence.jsonl");
  }

  Path benchmarks() {
    return folder.resolve("benchmarks.json");
  }

  Path folder() {
    return folder;
  }
}
