package assay.gpu.ptx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code .file} and {@code .loc}: which line of the CUDA source code came from. PTX ISA 11.5. */
final class SourceFiles {

  private final Map<String, String> files = new HashMap<>();

  /** The compiler writes {@code .file} after its uses, so the whole text is searched first. */
  SourceFiles(List<Token> tokens) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).is(".file") && tokens.get(i + 2).kind() == Token.Kind.STRING) {
        files.put(tokens.get(i + 1).text(), tokens.get(i + 2).text());
      }
    }
  }

  /** The place that the operands of a {@code .loc} name. */
  Optional<String> place(List<Token> loc) {
    if (loc.size() < 2 || loc.get(1).text().equals("0")) {
      return Optional.empty();
    }
    return Optional.ofNullable(files.get(loc.get(0).text())).map(f -> f + ":" + loc.get(1).text());
  }
}
