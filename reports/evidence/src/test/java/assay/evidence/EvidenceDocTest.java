package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/evidence.md} describes every field that a file can have. */
final class EvidenceDocTest {

  private static final Path DOC = Path.of("../../docs/evidence.md");

  @TempDir Path folder = Path.of("");

  static Stream<RecordComponent> fields() {
    Stream<Class<?>> nested =
        Stream.of(
            Environment.class,
            DeviceCard.class,
            Provenance.class,
            WorstElement.class,
            WrongElement.class,
            AxisErrors.class,
            Reproducer.class);
    Stream<Class<?>> alternatives =
        Stream.of(Evidence.class, Outcome.class)
            .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));
    return Stream.concat(alternatives, nested)
        .flatMap(type -> Arrays.stream(type.getRecordComponents()));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldHasARowInItsOwnSection(RecordComponent field) throws IOException {
    String section = section(field.getDeclaringRecord().getSimpleName());
    assertTrue(section.contains("\n| `" + field.getName() + "` |"), section);
  }

  private static String section(String type) throws IOException {
    String after = Files.readString(DOC).split("\n#+ `" + type + "`.*\n", 2)[1];
    return after.split("\n#", 2)[0];
  }

  @Test
  void everyKindIsNamed() throws IOException {
    String doc = Files.readString(DOC);
    for (Class<?> type : List.of(Evidence.class, Outcome.class)) {
      for (JsonSubTypes.Type kind : type.getAnnotation(JsonSubTypes.class).value()) {
        assertTrue(doc.contains("\"" + kind.name() + "\"`"), kind.name());
      }
    }
  }

  @Test
  void theVersionIsTheCurrentOne() throws IOException {
    assertTrue(Files.readString(DOC).contains("schema version is **" + Evidence.SCHEMA + "**"));
  }

  @Test
  void theExampleIsReadable() throws IOException {
    String example = Files.readString(DOC).split("```json\n", 2)[1].split("```", 2)[0];
    Path file = Files.writeString(folder.resolve("example.jsonl"), example);
    EvidenceFile read = EvidenceFile.read(file);
    assertEquals(Optional.empty(), read.truncation());
    assertEquals(Evidence.class.getPermittedSubclasses().length, read.evidence().size());
  }
}
