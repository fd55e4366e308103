package assay.evidence;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not evidence; the message names the file, the line and what is wrong there. */
public final class BadEvidence extends IOException {

  BadEvidence(Path file, int line, String complaint) {
    super("%s, line %d: %s".formatted(file, line, complaint));
  }

  BadEvidence(Path file, String complaint) {
    super("%s: %s".formatted(file, complaint));
  }
}
