package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reproducer survives its file; a bad file gets one sentence. */
final class ReproducerFileTest {

  @TempDir Path folder = Path.of("");

  private String good() throws IOException {
    return ReproducerFile.text(Samples.REPRODUCER);
  }

  private String complaint(String content) throws IOException {
    return complaint(content.getBytes(StandardCharsets.UTF_8));
  }

  private String complaint(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("bad.json"), content);
    BadEvidence thrown = assertThrows(BadEvidence.class, () -> ReproducerFile.read(file));
    return String.valueOf(thrown.getMessage()).replace(file.toString(), "bad");
  }

  private String complaintWith(String old, String other) throws IOException {
    return complaint(good().replace(old, other));
  }

  @Test
  void itSurvivesTheRoundTrip() throws IOException {
    Path file = folder.resolve("failures").resolve("p.json");
    ReproducerFile.write(Samples.REPRODUCER, file);
    assertEquals(Samples.REPRODUCER, ReproducerFile.read(file));
  }

  @Test
  void anotherKindOrSchema() throws IOException {
    assertEquals("bad: kind is absent; it must be \"assay-reproducer\"", complaint("{}"));
    assertEquals(
        "bad: kind is \"run-started\"; it must be \"assay-reproducer\"",
        complaintWith(Reproducer.KIND, "run-started"));
    assertEquals(
        "bad: schema is 2; this version reads schema 1",
        complaintWith("\"schema\" : 1", "\"schema\" : 2, \"new\" : 3"));
    assertEquals(
        "bad: schema is absent; this version reads schema 1",
        complaint("{\"kind\":\"assay-reproducer\"}"));
  }

  @Test
  void notAnObject() throws IOException {
    assertEquals("bad: it is not a JSON object", complaint(""));
    assertEquals("bad: it is not a JSON object", complaint("[]"));
    assertEquals("bad: it goes on after its first JSON value", complaint(good() + good()));
  }

  @Test
  void fieldsThatAreMissingUnknownOrWrong() throws IOException {
    assertEquals("bad: field 'note' is missing", complaintWith(",\n  \"note\" : \"\"", ""));
    assertEquals(
        "bad: field 'extra' is not known",
        complaintWith("\"note\" : \"\"", "\"note\" : \"\", \"extra\" : 1"));
    assertEquals("bad: field 'problem' is null", complaintWith("\"seed=7 choices=1,2\"", "null"));
    assertEquals(
        "bad: field 'seed' has a value of the wrong type",
        complaintWith("\"seed\" : -1", "\"seed\" : \"-1\""));
    assertEquals(
        "bad: kind is 'broken'; allowed are pass, fail, not-run",
        complaintWith("\"fail\"", "\"broken\""));
  }

  @Test
  void notUtf8() throws IOException {
    byte[] bytes = good().getBytes(StandardCharsets.UTF_8);
    bytes[good().indexOf("It holds")] = (byte) 0xFF;
    assertEquals("bad: it is not UTF-8", complaint(bytes));
  }

  @Test
  void tooLargeOrTooDeep() throws IOException {
    assertEquals(
        "bad: it has 1048577 bytes; a reproducer has at most 1048576",
        complaint(new byte[ReproducerFile.MOST_BYTES + 1]));
    assertEquals(
        "bad: it is nested too deeply or a value is too long", complaint("[".repeat(5000)));
  }

  @Test
  void noFile() {
    BadEvidence thrown = assertThrows(BadEvidence.class, () -> ReproducerFile.read(folder));
    assertEquals(folder + ": it is a folder; a reproducer is a file", thrown.getMessage());
    assertThrows(
        NoSuchFileException.class, () -> ReproducerFile.read(folder.resolve("absent.json")));
  }
}
