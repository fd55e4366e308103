package assay.cli;

import assay.gpu.mutation.PtxMutant;
import java.util.regex.Pattern;

/**
 * Mutants that are equivalent for one reason: one by its name, {@code drop-term k: add.f32 …; => …
 * #0}, or all that look alike, {@code drop-term * merge.cuh:33: add.f32 %f, %f, %f; => *}.
 *
 * <p>A look is the mutant's kind, entry, place in the CUDA source, instruction, what stands in its
 * place, and in brackets what reads the result. There {@code *} is anything, and a register without
 * a number is any of its kind.
 *
 * @param text as it stands in the list
 * @param look what it says
 */
record EquivalentForm(String text, String reason, Pattern look) {

  private static final Pattern NAME = Pattern.compile(".* #\\d+");
  private static final Pattern REGISTER = Pattern.compile("%(rd|rs|r|f|p)(?![\\w])");

  static EquivalentForm of(String text, String reason) {
    String[] parts = text.split("\\*", -1);
    StringBuilder look = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      look.append(i == 0 ? "" : ".*").append(literal(parts[i]));
    }
    return new EquivalentForm(text, reason, Pattern.compile(look.toString()));
  }

  private static String literal(String part) {
    return Pattern.quote(part)
        .transform(quoted -> REGISTER.matcher(quoted).replaceAll("%$1\\\\E\\\\d+\\\\Q"));
  }

  /** Whether it is the name of a single one. */
  private boolean isName() {
    return NAME.matcher(text).matches();
  }

  boolean covers(PtxMutant mutant) {
    return isName() ? text.equals(mutant.id()) : look.matcher(lookOf(mutant)).matches();
  }

  /** What forms are held against. */
  static String lookOf(PtxMutant mutant) {
    return "%s %s %s: %s => %s [%s]"
        .formatted(
            mutant.kind().word(),
            mutant.entry(),
            mutant.source().orElse("-"),
            mutant.before(),
            mutant.after(),
            mutant.readers());
  }
}
