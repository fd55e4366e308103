package assay.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is not what its format says; the message names the file, what is wrong, the value,
 * and what is allowed.
 */
public final class BadFile extends IOException {

  private static final long serialVersionUID = 1;

  /** Names in a file can be long and hold anything. */
  private static final int LONGEST = 400;

  BadFile(Path file, String complaint) {
    super("%s: %s".formatted(file, readable(complaint)));
  }

  private static String readable(String complaint) {
    String plain = complaint.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
  }
}
