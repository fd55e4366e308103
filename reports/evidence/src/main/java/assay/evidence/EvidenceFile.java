package assay.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run, read back.
 *
 * @param evidence its lines in order, the first of them {@link RunStarted}
 * @param truncation one sentence if the last line broke off, as a crash leaves it; that line is not
 *     in {@code evidence}
 */
public record EvidenceFile(List<Evidence> evidence, Optional<String> truncation) {

  public EvidenceFile {
    evidence = List.copyOf(evidence);
  }

  /**
   * Reads a file that {@link EvidenceWriter} wrote.
   *
   * @throws BadEvidence if a line is not evidence, or the schema is not {@link Evidence#SCHEMA}
   * @throws IOException if the file cannot be read
   */
  public static EvidenceFile read(Path file) throws IOException {
    return new Lines(file, Files.readAllBytes(file)).read();
  }

  /** The run's first line. */
  public RunStarted started() {
    return (RunStarted) evidence.getFirst();
  }

  /** A pass over the bytes of one file. */
  private static final class Lines {

    private final Path file;
    private final byte[] bytes;
    private final List<Evidence> evidence = new ArrayList<>();
    private int line;

    Lines(Path file, byte[] bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    EvidenceFile read() throws BadEvidence {
      int start = 0;
      for (int end = 0; end < bytes.length; end++) {
        if (bytes[end] == '\n') {
          accept(start, end);
          start = end + 1;
        }
      }
      Optional<String> truncation = start < bytes.length ? readLast(start) : Optional.empty();
      if (evidence.isEmpty()) {
        throw new BadEvidence(file, "the file is empty; its first line must be run-started");
      }
      return new EvidenceFile(evidence, truncation);
    }

    /** Only the last line has no line break, and only that one may be broken. */
    private Optional<String> readLast(int start) throws BadEvidence {
      try {
        accept(start, bytes.length);
        return Optional.empty();
      } catch (BadEvidence broken) {
        if (evidence.isEmpty()) {
          throw broken;
        }
        return Optional.of(
            "%s, line %d: the last line broke off; the run did not come to its end"
                .formatted(file, line));
      }
    }

    private void accept(int start, int end) throws BadEvidence {
      line++;
      try {
        evidence.add(parse(decode(start, end)));
      } catch (JsonProcessingException malformed) {
        throw bad(Complaint.about(malformed));
      } catch (CharacterCodingException malformed) {
        throw bad("it is not UTF-8");
      }
    }

    private String decode(int start, int end) throws CharacterCodingException {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, end - start))
          .toString();
    }

    private Evidence parse(String text) throws JsonProcessingException, BadEvidence {
      JsonNode tree = Json.MAPPER.readTree(text);
      requireObject(tree);
      boolean starts = tree.path("kind").asText().equals("run-started");
      if (starts != (line == 1)) {
        throw bad(starts ? "a second run-started" : "the first line must be run-started");
      }
      if (starts) {
        requireSchema(tree.path("schema"));
      }
      return Json.MAPPER.treeToValue(tree, Evidence.class);
    }

    private void requireObject(JsonNode tree) throws BadEvidence {
      if (!tree.isObject()) {
        throw bad("it is not a JSON object");
      }
    }

    private void requireSchema(JsonNode schema) throws BadEvidence {
      if (!schema.isInt() || schema.intValue() != Evidence.SCHEMA) {
        throw bad(
            "schema is %s; this version reads schema %d"
                .formatted(schema.isMissingNode() ? "absent" : schema, Evidence.SCHEMA));
      }
    }

    private BadEvidence bad(String complaint) {
      return new BadEvidence(file, line, complaint);
    }
  }
}
