package assay.files;

import java.nio.file.Path;

/**
 * What a complaint is about.
 *
 * @param file the file
 * @param part what of it, such as {@code "tensor w: "}; may be empty
 */
record Place(Path file, String part) {

  static Place of(Path file) {
    return new Place(file, "");
  }

  Place at(String inner) {
    return new Place(file, part + inner + ": ");
  }

  BadFile bad(String complaint, Object... values) {
    return new BadFile(file, part + complaint.formatted(values));
  }

  BadFile bad(IllegalArgumentException wrong) {
    return new BadFile(file, part + wrong.getMessage());
  }
}
