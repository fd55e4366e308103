package assay.cli;

import assay.gpu.mutation.PtxMutant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mutants of a committed kernel that no problem can tell from it, each with the reason why.
 *
 * <p>In the file a line that begins with {@code #} is the reason for the ids below it.
 *
 * @param reasons by id
 */
record ArguedEquivalents(Map<String, String> reasons) {

  static ArguedEquivalents of(PtxKernel kernel) {
    String path = "equivalent/" + kernel.committed().stem() + ".txt";
    try (InputStream stream = ArguedEquivalents.class.getResourceAsStream(path)) {
      return stream == null
          ? new ArguedEquivalents(Map.of())
          : parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  static ArguedEquivalents parse(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    String reason = "";
    for (String line : lines) {
      if (line.startsWith("#")) {
        reason = line.substring(1).strip();
      } else if (!line.isBlank()) {
        reasons.put(line.strip(), reason);
      }
    }
    return new ArguedEquivalents(reasons);
  }

  Optional<String> reason(PtxMutant mutant) {
    return Optional.ofNullable(reasons.get(mutant.id()));
  }
}
