package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad file gets one sentence with its name, the line and what is wrong. */
final class HostileEvidenceTest {

  private static final String FINISHED =
      """
      {"kind":"run-finished","time":"2026-11-23T10:15:30Z","passed":1,"failed":0,"notRun":0,\
      "exitCode":0}\
      """;

  @TempDir Path folder = Path.of("");
  private String started = "";

  @BeforeEach
  void writeAStart() throws IOException {
    Path file = folder.resolve("start");
    try (EvidenceWriter writer = EvidenceWriter.create(file)) {
      writer.write(Samples.STARTED);
    }
    started = Files.readString(file);
  }

  private String complaint(String content) throws IOException {
    return complaint(content.getBytes(StandardCharsets.UTF_8));
  }

  private String complaint(byte[] content) throws IOException {
    Path file = folder.resolve("bad");
    Files.write(file, content);
    BadEvidence thrown = assertThrows(BadEvidence.class, () -> EvidenceFile.read(file));
    return String.valueOf(thrown.getMessage()).replace(file.toString(), "bad");
  }

  private String complaintAbout(String line) throws IOException {
    return complaint(started + line + "\n");
  }

  @Test
  void emptyFile() throws IOException {
    assertEquals("bad: the file is empty; its first line must be run-started", complaint(""));
  }

  @Test
  void anotherFirstLine() throws IOException {
    assertEquals("bad, line 1: the first line must be run-started", complaint(FINISHED));
  }

  @Test
  void secondStart() throws IOException {
    assertEquals("bad, line 2: a second run-started", complaint(started + started));
  }

  @Test
  void unknownSchema() throws IOException {
    assertEquals(
        "bad, line 1: schema is 1; this version reads schema 4",
        complaint(started.replace("\"schema\":4", "\"schema\":1")));
  }

  @Test
  void schemaOfAFutureVersionIsNamedBeforeItsUnknownFields() throws IOException {
    assertEquals(
        "bad, line 1: schema is \"2\"; this version reads schema 4",
        complaint(started.replace("\"schema\":4", "\"schema\":\"2\",\"new\":0")));
  }

  @Test
  void absentSchema() throws IOException {
    assertEquals(
        "bad, line 1: schema is absent; this version reads schema 4",
        complaint("{\"kind\":\"run-started\"}"));
  }

  @Test
  void notJson() throws IOException {
    assertEquals(
        "bad, line 2: it is not JSON: Unrecognized token 'hello': was expecting (JSON String, Number, Array,"
            + " Object or token 'null', 'true' or 'false')",
        complaintAbout("hello"));
  }

  @Test
  void notAnObject() throws IOException {
    assertEquals("bad, line 2: it is not a JSON object", complaintAbout("[1]"));
    assertEquals("bad, line 2: it is not a JSON object", complaintAbout("null"));
    assertEquals("bad, line 2: it is not a JSON object", complaintAbout(""));
  }

  @Test
  void notUtf8() throws IOException {
    byte[] bytes = (started + FINISHED + "\n").getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 3] = (byte) 0xFF;
    assertEquals("bad, line 2: it is not UTF-8", complaint(bytes));
  }

  @Test
  void unknownKind() throws IOException {
    assertEquals(
        "bad, line 2: kind is 'surprise'; allowed are run-started, case-verdict,"
            + " failure-detail, property-summary, diagnosis, entry-chosen, mutant-verdict, judge-summary, honest-summary, kernel-profile, benchmark-result, run-finished",
        complaintAbout("{\"kind\":\"surprise\"}"));
  }

  @Test
  void absentKind() throws IOException {
    assertEquals(
        "bad, line 2: kind is absent; allowed are run-started, case-verdict,"
            + " failure-detail, property-summary, diagnosis, entry-chosen, mutant-verdict, judge-summary, honest-summary, kernel-profile, benchmark-result, run-finished",
        complaintAbout("{}"));
  }

  @Test
  void unknownField() throws IOException {
    assertEquals(
        "bad, line 2: field 'extra' is not known",
        complaintAbout(FINISHED.replace("}", ",\"extra\":1}")));
  }

  @Test
  void missingField() throws IOException {
    assertEquals(
        "bad, line 2: field 'exitCode' is missing",
        complaintAbout(FINISHED.replace(",\"exitCode\":0", "")));
  }

  @Test
  void duplicateField() throws IOException {
    assertEquals(
        "bad, line 2: it is not JSON: Duplicate field 'passed'",
        complaintAbout(FINISHED.replace("}", ",\"passed\":2}")));
  }

  @Test
  void nullWhereAValueBelongs() throws IOException {
    assertEquals(
        "bad, line 2: field 'time' is null",
        complaintAbout(FINISHED.replace("\"2026-11-23T10:15:30Z\"", "null")));
  }

  @Test
  void malformedInstant() throws IOException {
    assertEquals(
        "bad, line 2: field 'time' is 'yesterday', which is no Instant",
        complaintAbout(FINISHED.replace("2026-11-23T10:15:30Z", "yesterday")));
  }

  @Test
  void numberOfTheWrongType() throws IOException {
    assertEquals(
        "bad, line 2: field 'passed' is '1.5', which is no long",
        complaintAbout(FINISHED.replace("\"passed\":1", "\"passed\":1.5")));
    assertEquals(
        "bad, line 2: field 'passed' has a value of the wrong type",
        complaintAbout(FINISHED.replace("\"passed\":1", "\"passed\":\"1\"")));
  }

  @Test
  void secondValueOnALine() throws IOException {
    assertEquals(
        "bad, line 2: it goes on after its first JSON value", complaintAbout(FINISHED + FINISHED));
  }

  @Test
  void nestedTooDeeply() throws IOException {
    assertEquals(
        "bad, line 2: it is nested too deeply or a value is too long",
        complaintAbout("[".repeat(5000)));
  }

  @Test
  void aBrokenLineThatIsNotTheLast() throws IOException {
    assertEquals(
        "bad, line 2: it is not JSON: Unexpected end-of-input within/between Object entries",
        complaint(started + FINISHED.substring(0, 30) + "\n" + FINISHED + "\n"));
  }
}
