package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceFileTest {

  @TempDir Path folder = Path.of("");

  private Path file() {
    return folder.resolve("run").resolve("evidence.jsonl");
  }

  private void write(List<Evidence> lines) throws IOException {
    try (EvidenceWriter writer = EvidenceWriter.create(file())) {
      for (Evidence line : lines) {
        writer.write(line);
      }
    }
  }

  private String written(List<Evidence> lines) throws IOException {
    write(lines);
    return Files.readString(file());
  }

  @Test
  void everyRecordSurvivesTheRoundTrip() throws IOException {
    write(Samples.EVERYTHING);
    assertEquals(new EvidenceFile(Samples.EVERYTHING, Optional.empty()), EvidenceFile.read(file()));
  }

  @Test
  void aFileHoldsOneLineForEachRecord() throws IOException {
    assertEquals(Samples.EVERYTHING.size(), written(Samples.EVERYTHING).lines().count());
  }

  @Test
  void writingTwiceGivesTheSameBytes() throws IOException {
    String first = written(Samples.EVERYTHING);
    assertEquals(first, written(EvidenceFile.read(file()).evidence()));
  }

  @Test
  void whatWasWrittenIsReadableBeforeTheWriterIsClosed() throws IOException {
    try (EvidenceWriter writer = EvidenceWriter.create(file())) {
      writer.write(Samples.STARTED);
      writer.write(Samples.UNFAILED);
      assertEquals(
          List.of(Samples.STARTED, Samples.UNFAILED), EvidenceFile.read(file()).evidence());
    }
  }

  @Test
  void aLineThatBrokeOffIsReportedAndTheRestIsReadable() throws IOException {
    String whole = written(Samples.EVERYTHING);
    Files.writeString(file(), whole.substring(0, whole.length() - 9));
    EvidenceFile read = EvidenceFile.read(file());
    assertEquals(Samples.EVERYTHING.subList(0, Samples.EVERYTHING.size() - 1), read.evidence());
    assertEquals(
        Optional.of(
            "%s, line %d: the last line broke off; the run did not come to its end"
                .formatted(file(), Samples.EVERYTHING.size())),
        read.truncation());
  }

  @Test
  void aLastLineWithoutLineBreakIsWhole() throws IOException {
    List<Evidence> one = List.of(Samples.STARTED);
    String whole = written(one);
    Files.writeString(file(), whole.strip());
    assertEquals(new EvidenceFile(one, Optional.empty()), EvidenceFile.read(file()));
  }

  @Test
  void aRunStartsOnce() throws IOException {
    try (EvidenceWriter writer = EvidenceWriter.create(file())) {
      assertThrows(IllegalStateException.class, () -> writer.write(Samples.UNFAILED));
      writer.write(Samples.STARTED);
      assertThrows(IllegalStateException.class, () -> writer.write(Samples.STARTED));
    }
  }
}
