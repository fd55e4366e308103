package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JmhJsonTest {

  private static final String RESULT =
      """
      [{
        "jmhVersion": "1.37",
        "benchmark": "assay.bench.DecodeBenchmark.golden",
        "mode": "avgt",
        "vmName": "OpenJDK 64-Bit Server VM",
        "vmVersion": "25.0.3+9",
        "params": {"length": "4096", "heads": "16"},
        "primaryMetric": {
          "score": 2.5,
          "scoreError": "NaN",
          "scoreUnit": "ms/op",
          "rawData": [[2.0, 3.0], [2.5]]
        },
        "secondaryMetrics": {}
      }]
      """;

  @TempDir Path folder = Path.of("");

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("jmh.json"), content);
  }

  private String complaint(String content) throws IOException {
    Path file = file(content);
    BadEvidence thrown = assertThrows(BadEvidence.class, () -> JmhJson.read(file));
    return String.valueOf(thrown.getMessage()).replace(file.toString(), "jmh.json");
  }

  @Test
  void aResultIsItsPrimaryMetric() throws IOException {
    assertEquals(
        List.of(
            new BenchmarkResult(
                "assay.bench.DecodeBenchmark.golden",
                "avgt",
                "ms/op",
                2.5,
                Double.NaN,
                Map.of("heads", "16", "length", "4096"),
                List.of(2.0, 3.0, 2.5),
                "OpenJDK 64-Bit Server VM 25.0.3+9")),
        JmhJson.read(file(RESULT)));
  }

  @Test
  void paramsMayBeAbsent() throws IOException {
    String bare = RESULT.replaceAll("\"params\": .*\n", "\n");
    assertEquals(Map.of(), JmhJson.read(file(bare)).getFirst().params());
  }

  @Test
  void anEmptyRunHasNoResults() throws IOException {
    assertEquals(List.of(), JmhJson.read(file("[]")));
  }

  @Test
  void anotherJsonIsRefused() throws IOException {
    assertEquals("jmh.json: it is not JMH's JSON; that is an array of results", complaint("{}"));
    assertEquals("jmh.json: result 1 is not JMH's: primaryMetric is absent", complaint("[7]"));
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() throws IOException {
    assertEquals(
        "jmh.json: result 1 is not JMH's: score is \"fast\", not a number",
        complaint(RESULT.replace("\"score\": 2.5", "\"score\": \"fast\"")));
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws IOException {
    assertEquals(
        "jmh.json: result 1 is not JMH's: mode is 3, not a text",
        complaint(RESULT.replace("\"avgt\"", "3")));
  }

  @Test
  void brokenJsonIsRefused() throws IOException {
    assertEquals(
        "jmh.json: it is not JSON: Unexpected end-of-input: expected close marker for Array",
        complaint("[").replaceAll(" \\(.*", ""));
  }
}
