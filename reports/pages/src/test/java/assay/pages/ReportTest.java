package assay.pages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Evidence;
import assay.evidence.EvidenceFile;
import assay.evidence.EvidenceWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  @TempDir Path folder = Path.of("");

  /** What was written instead stays under target for a look. */
  private static void assertApproved(String name, List<Evidence> run) throws IOException {
    Path received = Path.of("target", "received", name);
    Report.write(run, received);
    String approved = name + ".approved.md";
    try (InputStream in =
        Objects.requireNonNull(ReportTest.class.getResourceAsStream(approved), approved)) {
      assertEquals(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          Files.readString(received.resolve("report.md")));
    }
  }

  @Test
  void aPassingRunReadsAsApproved() throws IOException {
    assertApproved("passing", SampleRuns.passing());
  }

  @Test
  void aFailingRunReadsAsApproved() throws IOException {
    assertApproved("failing", SampleRuns.failing());
  }

  @Test
  void anUnfinishedRunReadsAsApproved() throws IOException {
    assertApproved("unfinished", SampleRuns.unfinished());
  }

  @Test
  void aKillMatrixReadsAsApproved() throws IOException {
    assertApproved("mutants", SampleMutants.passing());
  }

  @Test
  void theSameEvidenceGivesTheSameBytes() throws IOException {
    Path file = folder.resolve("evidence.jsonl");
    try (EvidenceWriter writer = EvidenceWriter.create(file)) {
      for (Evidence line : SampleRuns.failing()) {
        writer.write(line);
      }
    }
    Report.write(SampleRuns.failing(), folder.resolve("first"));
    Report.write(EvidenceFile.read(file).evidence(), folder.resolve("second"));
    for (String page : List.of("report.md", "index.html")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("first").resolve(page)),
          Files.readAllBytes(folder.resolve("second").resolve(page)));
    }
  }

  @Test
  void evidenceOfNoRunOrOfTwoIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Report.write(List.of(), folder));
    assertThrows(
        IllegalArgumentException.class,
        () -> Report.write(List.of(SampleRuns.started(), SampleRuns.started()), folder));
    List<Evidence> headless = SampleRuns.passing().subList(1, 3);
    assertThrows(IllegalArgumentException.class, () -> Report.write(headless, folder));
    assertTrue(Files.notExists(folder.resolve("report.md")));
  }
}
