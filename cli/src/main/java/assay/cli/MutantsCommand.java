package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.spec.PagedMlaDecode;
import assay.verify.matrix.MatrixPlan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges the judges: planted bugs that each lets through, honest variants that each accuses. */
@Command(
    name = "mutants",
    description = {
      "Holds Assay and other projects' acceptance rules against planted bugs and correct variants.",
      "With --ptx, damages one instruction of a kernel's PTX at a time instead.",
      "Answers 0 if Assay refuses every bug that can be seen, and no correct variant; else 1."
    },
    mixinStandardHelpOptions = true)
final class MutantsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--fast",
      description = "Fewer seeds, problems and heads; rules see the same proportions.")
  private boolean fast;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Only this bug, class or operator, such as SC1, SC or rms-norm; repeatable.")
  private List<String> only = List.of();

  @Option(
      names = "--judge",
      paramLabel = "NAME",
      description = "Only this judge: assay, or a rule of docs/kill-matrix.md; repeatable.")
  private List<String> judges = List.of();

  @Option(
      names = "--honest",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Correct variants on N more problems of all lengths. Default: ${DEFAULT-VALUE}.")
  private int honest;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random choice. Default: a new one, printed.")
  private @Nullable Long seed;

  @Option(
      names = "--ptx",
      paramLabel = "KERNEL",
      description = "Mutants of this kernel of paged-mla-decode: plain, tensor, or a file of PTX.")
  private @Nullable String ptx;

  @ArgGroup private @Nullable MutantChoiceOption which;

  @Override
  public Integer call() throws IOException {
    if (honest < 0) {
      throw new IllegalArgumentException("honest is " + honest + "; it must not be negative");
    }
    if (ptx == null && which != null) {
      throw new IllegalArgumentException("--each, --limit and --all choose mutants of --ptx");
    }
    long chosen = seed == null ? System.nanoTime() & 0xFFFF_FFFFL : seed;
    CommandLine commandLine = spec.commandLine();
    List<String> command = commandLine.getParent().getParseResult().originalArgs();
    if (ptx != null) {
      MutantChoice choice = which == null ? new MutantChoice.OfEachGroup(1) : which.choice();
      KernelSource source = KernelOption.source(PagedMlaDecode.OPERATOR, ptx);
      PtxMutantsConsole console = new PtxMutantsConsole(commandLine.getOut(), commandLine.getErr());
      return new PtxMutantsRun(command, console, out)
          .run(PtxMutantsPlan.of(source, chosen, choice));
    }
    MatrixPlan plan = MutantsPlan.of(only, judges, chosen, fast);
    MutantsConsole console = new MutantsConsole(commandLine.getOut(), commandLine.getErr());
    return new MutantsRun(command, console, out).run(plan, honest);
  }
}
