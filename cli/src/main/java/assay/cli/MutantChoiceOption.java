package assay.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mutants of PTX are judged: one of three options. */
final class MutantChoiceOption {

  @Option(
      names = "--each",
      paramLabel = "N",
      description = "With --ptx: N of each group of mutants that look alike. Default: 1.")
  private @Nullable Integer each;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "With --ptx: N mutants, drawn from all with the seed.")
  private @Nullable Integer limit;

  @Option(names = "--all", description = "With --ptx: every mutant.")
  private boolean all;

  MutantChoice choice() {
    if (all) {
      return new MutantChoice.All();
    }
    return each != null
        ? new MutantChoice.OfEachGroup(each)
        : new MutantChoice.Drawn(requireNonNull(limit));
  }
}
