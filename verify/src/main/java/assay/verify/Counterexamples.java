package assay.verify;

import assay.evidence.Reproducer;
import assay.evidence.ReproducerFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Problems that failed once, here or elsewhere; every run poses them first. {@code
 * counterexamples/index.txt} lists the files, as a jar cannot be listed.
 */
public final class Counterexamples {

  private static final String FOLDER = "/counterexamples/";

  private Counterexamples() {}

  /** Every one, by file name. */
  public static List<Reproducer> all() {
    return names().stream().map(Counterexamples::read).toList();
  }

  /** Those of one property of one operator. */
  public static List<Reproducer> of(String operator, String property) {
    return all().stream()
        .filter(example -> example.operator().equals(operator))
        .filter(example -> example.property().equals(property))
        .toList();
  }

  static List<String> names() {
    return new String(bytes("index.txt"), StandardCharsets.UTF_8).lines().toList();
  }

  private static Reproducer read(String name) {
    try {
      return ReproducerFile.parse(Path.of(name), bytes(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String name) {
    try (InputStream stream = Counterexamples.class.getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new IllegalStateException("the counterexample '%s' is missing".formatted(name));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
