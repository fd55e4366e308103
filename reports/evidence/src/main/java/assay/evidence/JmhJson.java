package assay.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what JMH writes with {@code -rf json}; of each benchmark its primary metric. */
public final class JmhJson {

  private JmhJson() {}

  /**
   * Every result of the file, in its order.
   *
   * @throws BadEvidence if it is not JMH's JSON
   * @throws IOException if the file cannot be read
   */
  public static List<BenchmarkResult> read(Path file) throws IOException {
    try {
      return results(file, Json.MAPPER.readTree(Files.readString(file)));
    } catch (JsonProcessingException malformed) {
      throw new BadEvidence(file, Complaint.about(malformed));
    } catch (CharacterCodingException malformed) {
      throw new BadEvidence(file, "it is not UTF-8");
    }
  }

  private static List<BenchmarkResult> results(Path file, JsonNode root) throws BadEvidence {
    if (!root.isArray()) {
      throw new BadEvidence(file, "it is not JMH's JSON; that is an array of results");
    }
    List<BenchmarkResult> results = new ArrayList<>();
    for (JsonNode result : root) {
      results.add(new Fields(file, results.size() + 1).result(result));
    }
    return List.copyOf(results);
  }

  /** The fields of one result, each required to be there. */
  private record Fields(Path file, int ordinal) {

    BenchmarkResult result(JsonNode result) throws BadEvidence {
      JsonNode metric = field(result, "primaryMetric");
      return new BenchmarkResult(
          text(result, "benchmark"),
          text(result, "mode"),
          text(metric, "scoreUnit"),
          number(field(metric, "score"), "score"),
          number(field(metric, "scoreError"), "scoreError"),
          params(result.path("params")),
          samples(metric.path("rawData")),
          text(result, "vmName") + " " + text(result, "vmVersion"));
    }

    private JsonNode field(JsonNode node, String name) throws BadEvidence {
      JsonNode field = node.path(name);
      if (field.isMissingNode()) {
        throw bad(name, "absent");
      }
      return field;
    }

    private String text(JsonNode node, String name) throws BadEvidence {
      JsonNode field = field(node, name);
      if (!field.isTextual()) {
        throw bad(name, field + ", not a text");
      }
      return field.textValue();
    }

    /** JMH writes NaN as a string. */
    private double number(JsonNode value, String name) throws BadEvidence {
      if (value.isTextual() && value.textValue().equals("NaN")) {
        return Double.NaN;
      }
      if (!value.isNumber()) {
        throw bad(name, value + ", not a number");
      }
      return value.doubleValue();
    }

    private List<Double> samples(JsonNode forks) throws BadEvidence {
      List<Double> samples = new ArrayList<>();
      for (JsonNode fork : forks) {
        for (JsonNode iteration : fork) {
          samples.add(number(iteration, "rawData"));
        }
      }
      return samples;
    }

    private static Map<String, String> params(JsonNode node) {
      Map<String, String> params = new TreeMap<>();
      node.properties().forEach(param -> params.put(param.getKey(), param.getValue().asText()));
      return params;
    }

    private BadEvidence bad(String field, String complaint) {
      return new BadEvidence(
          file, "result %d is not JMH's: %s is %s".formatted(ordinal, field, complaint));
    }
  }
}
