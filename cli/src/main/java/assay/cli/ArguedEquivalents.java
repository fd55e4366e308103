package assay.cli;

import assay.gpu.mutation.PtxMutant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mutants of a committed kernel that no problem can tell from it, each with the reason why.
 *
 * <p>In the file a line that begins with {@code #} is the reason for the lines below it, each of
 * them the name of a mutant or an {@link EquivalentForm} of many.
 */
record ArguedEquivalents(List<EquivalentForm> forms) {

  ArguedEquivalents {
    forms = List.copyOf(forms);
  }

  static ArguedEquivalents of(PtxKernel kernel) {
    String path = "equivalent/" + kernel.committed().stem() + ".txt";
    try (InputStream stream = ArguedEquivalents.class.getResourceAsStream(path)) {
      return stream == null
          ? new ArguedEquivalents(List.of())
          : parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  static ArguedEquivalents parse(List<String> lines) {
    List<EquivalentForm> forms = new ArrayList<>();
    String reason = "";
    for (String line : lines) {
      if (line.startsWith("#")) {
        reason = line.substring(1).strip();
      } else if (!line.isBlank()) {
        forms.add(EquivalentForm.of(line.strip(), reason));
      }
    }
    return new ArguedEquivalents(forms);
  }

  Optional<String> reason(PtxMutant mutant) {
    return forms.stream()
        .filter(form -> form.covers(mutant))
        .map(EquivalentForm::reason)
        .findFirst();
  }
}
