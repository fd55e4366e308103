package assay.gpu.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The case files of this module; {@code ptx/index.txt} lists them, as a jar cannot be listed. */
public final class ConformanceCases {

  static final String INDEX = "index.txt";

  private ConformanceCases() {}

  /** Every case, by file name. */
  public static List<ConformanceCase> all() {
    return files().stream().map(ConformanceCases::read).toList();
  }

  static List<String> files() {
    return text(INDEX).lines().toList();
  }

  private static ConformanceCase read(String file) {
    return ConformanceCase.parse(file, text(file));
  }

  private static String text(String file) {
    try (InputStream stream = ConformanceCases.class.getResourceAsStream("/ptx/" + file)) {
      if (stream == null) {
        throw new IllegalStateException("the conformance case '%s' is missing".formatted(file));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
