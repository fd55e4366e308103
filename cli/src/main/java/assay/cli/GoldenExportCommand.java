package assay.cli;

import assay.spec.Model;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.verify.GoldenOperators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes problems with what is expected of them, for kernels in any language. */
@Command(
    name = "export",
    description = {
      "Writes problems with their exact results and error budgets as safetensors,",
      "so that a kernel in any language can be checked without Java; see docs/golden-export.md."
    },
    mixinStandardHelpOptions = true)
final class GoldenExportCommand implements Callable<Integer> {

  private static final int MAX_CASES = 100_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      required = true,
      description = "The operator; see './assay show'.")
  private String operator = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Widths and heads of this model. Default: small problems of many shapes.")
  private @Nullable String model;

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many problems. Default: ${DEFAULT-VALUE}.")
  private int cases;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random choice. Default: a new one, printed.")
  private @Nullable Long seed;

  @Option(
      names = "--contract",
      paramLabel = "NAME",
      defaultValue = "BF16",
      description =
          "What the kernel promises: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Contract contract = Contract.BF16;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "assay-golden",
      description = "Folder of the cases and their manifest. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("assay-golden");

  /** The numeric contracts that have a name. */
  @SuppressWarnings("ImmutableEnumChecker") // a record of formats and numbers
  enum Contract {
    BF16(NumericContract.BF16),
    F32(NumericContract.F32),
    BINARY64(NumericContract.BINARY64);

    private final NumericContract terms;

    Contract(NumericContract terms) {
      this.terms = terms;
    }

    NumericContract terms() {
      return terms;
    }

    String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (cases < 1 || cases > MAX_CASES) {
      throw new IllegalArgumentException(
          "cases is %d; it must be from 1 to %d".formatted(cases, MAX_CASES));
    }
    Operator chosen = Operator.named(operator);
    Optional<Model> shape = Optional.ofNullable(model).map(Model::named);
    long first = seed == null ? System.nanoTime() & 0xFFFF_FFFFL : seed;
    var export = new GoldenExport<>(GoldenOperators.of(chosen), shape, contract, out);
    Progress progress = new Progress(spec.commandLine().getErr());
    export.write(first, cases, done -> progress.show("case " + done + " of " + cases));
    progress.clear();
    spec.commandLine()
        .getOut()
        .printf("%d cases of %s, seed %d, in %s%n", cases, chosen.name().kebab(), first, out);
    return ExitCode.PASSED;
  }
}
