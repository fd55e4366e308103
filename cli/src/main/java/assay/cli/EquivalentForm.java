package assay.cli;

import assay.gpu.mutation.PtxMutant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Mutants that are equivalent for one reason: one by its name, {@code drop-term k: add.f32 …; => …
 * #0}, or all with one {@linkplain PtxMutant#look look}, {@code drop-term * merge.cuh:33: add.f32
 * %f, %f, %f; => *}, in which {@code *} is anything.
 *
 * @param text as it stands in the list
 * @param look what it says
 */
record EquivalentForm(String text, String reason, Pattern look) {

  private static final Pattern NAME = Pattern.compile(".* #\\d+");

  static EquivalentForm of(String text, String reason) {
    String look =
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return new EquivalentForm(text, reason, Pattern.compile(look));
  }

  /** Whether it is the name of a single one. */
  private boolean isName() {
    return NAME.matcher(text).matches();
  }

  boolean covers(PtxMutant mutant) {
    return isName() ? text.equals(mutant.id()) : look.matcher(mutant.look()).matches();
  }
}
