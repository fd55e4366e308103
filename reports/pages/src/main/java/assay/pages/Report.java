package assay.pages;

import assay.evidence.Evidence;
import assay.pages.Document.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run as {@code report.md} and a self-contained {@code index.html}. */
public final class Report {

  private Report() {}

  /**
   * Writes both files; the folder is created as needed and earlier pages are replaced.
   *
   * @param evidence of one run, its first line {@code RunStarted}
   * @throws IllegalArgumentException if it is not the evidence of one run
   * @throws IOException if a file cannot be written
   */
  public static void write(List<Evidence> evidence, Path folder) throws IOException {
    Document document = document(evidence);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("report.md"), Markdown.render(document));
    Files.writeString(folder.resolve("index.html"), Html.render(document));
  }

  /** What a run of this kind says. */
  static Document document(List<Evidence> evidence) {
    Run run = Run.of(evidence);
    List<Section> profile = ProfileSection.of(evidence);
    if (Mutants.are(evidence)) {
      return MutantsScreen.of(Mutants.of(run.started(), evidence));
    }
    return profile.isEmpty() ? document(run) : ProfileScreen.of(run, profile);
  }

  static Document document(Run run) {
    List<Section> sections = new ArrayList<>(TimingSection.of(run.benchmarks()));
    sections.add(PropertySection.of(run));
    sections.add(HeadroomSection.of(run));
    sections.add(CacheSection.of());
    sections.add(BenchmarkSection.of(run.benchmarks()));
    sections.add(EnvironmentSection.of(run.started()));
    return FirstScreen.of(run, sections);
  }
}
