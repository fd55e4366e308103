package assay.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@link Reproducer}s: indented JSON in UTF-8, described in docs/evidence.md. */
public final class ReproducerFile {

  /** What a file may hold; a reproducer has a few hundred bytes. */
  static final int MOST_BYTES = 1 << 20;

  private ReproducerFile() {}

  /** Writes one; folders are created as needed and an earlier file of this name is replaced. */
  public static void write(Reproducer reproducer, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text(reproducer));
  }

  /**
   * Reads one.
   *
   * @throws BadEvidence if it is no reproducer of this version
   * @throws IOException if the file cannot be read
   */
  public static Reproducer read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new BadEvidence(file, "it is a folder; a reproducer is a file");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new BadEvidence(
          file,
          "it has %d bytes; a reproducer has at most %d".formatted(Files.size(file), MOST_BYTES));
    }
    return parse(file, Files.readAllBytes(file));
  }

  /**
   * The same of bytes that are already read.
   *
   * @param file what a complaint names
   */
  public static Reproducer parse(Path file, byte[] bytes) throws BadEvidence {
    try {
      JsonNode tree = Json.MAPPER.readTree(decode(bytes));
      requireVersion(file, tree);
      return Json.MAPPER.treeToValue(tree, Reproducer.class);
    } catch (JsonProcessingException malformed) {
      throw new BadEvidence(file, Complaint.about(malformed));
    } catch (CharacterCodingException malformed) {
      throw new BadEvidence(file, "it is not UTF-8");
    }
  }

  static String text(Reproducer reproducer) throws JsonProcessingException {
    return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(reproducer) + "\n";
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static void requireVersion(Path file, JsonNode tree) throws BadEvidence {
    if (!tree.isObject()) {
      throw new BadEvidence(file, "it is not a JSON object");
    }
    JsonNode kind = tree.path("kind");
    if (!kind.isTextual() || !kind.textValue().equals(Reproducer.KIND)) {
      throw new BadEvidence(
          file,
          "kind is %s; it must be \"%s\""
              .formatted(kind.isMissingNode() ? "absent" : kind, Reproducer.KIND));
    }
    JsonNode schema = tree.path("schema");
    if (!schema.isInt() || schema.intValue() != Reproducer.SCHEMA) {
      throw new BadEvidence(
          file,
          "schema is %s; this version reads schema %d"
              .formatted(schema.isMissingNode() ? "absent" : schema, Reproducer.SCHEMA));
    }
  }
}
