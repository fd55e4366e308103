package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** A bad file gets one sentence, which begins with its path. */
final class Refusal {

  private Refusal() {}

  static void refused(Path file, String complaint, Executable executable) {
    String message = String.valueOf(assertThrows(BadFile.class, executable).getMessage());
    assertEquals(file + ": " + complaint, message);
  }
}
