package assay.cli;

import assay.evidence.Evidence;
import assay.evidence.JmhJson;
import assay.pages.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Writes the report of a run, with the folder's benchmark results where there are any. */
final class Reports {

  private Reports() {}

  static void write(List<Evidence> evidence, OutOption out) throws IOException {
    List<Evidence> all = new ArrayList<>(evidence);
    if (Files.exists(out.benchmarks())) {
      all.addAll(JmhJson.read(out.benchmarks()));
    }
    Report.write(all, out.folder());
  }
}
