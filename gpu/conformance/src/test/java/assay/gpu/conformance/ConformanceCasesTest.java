package assay.gpu.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConformanceCasesTest {

  @Test
  void index_listsEveryFile() throws IOException, URISyntaxException {
    assertEquals(filesInFolder(), ConformanceCases.files());
  }

  private static List<String> filesInFolder() throws IOException, URISyntaxException {
    Path index =
        Path.of(
            Objects.requireNonNull(ConformanceCases.class.getResource("/ptx/index.txt")).toURI());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(index.getParent()))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".ptx"))
          .sorted()
          .toList();
    }
  }

  @Test
  void files_areNamedAfterTheirForm() {
    for (ConformanceCase subject : ConformanceCases.all()) {
      String stem = subject.form().replaceAll("[^A-Za-z0-9]+", "_");
      assertTrue(
          subject.file().matches(stem + "(-[a-z0-9]+)?\\.ptx"),
          () -> subject.file() + " holds " + subject.form());
    }
  }

  @Test
  void runs_haveAGroup() {
    for (ConformanceCase subject : ConformanceCases.all()) {
      assertTrue(
          subject.runs().stream().noneMatch(run -> run.group().isEmpty()), subject::toString);
    }
  }
}
