package assay.cli;

import assay.gpu.jcuda.AssembledEntry;
import assay.gpu.jcuda.PtxAssembler;
import assay.gpu.kernels.CommittedKernel;
import assay.spec.Model;
import assay.spec.Operator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an operator computes and where its parts are; without a name, lists what there is. */
@Command(
    name = "show",
    description = "Says what an operator computes and where its parts are.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "OPERATOR",
      description = "An operator; without one, operators and models are listed.")
  private @Nullable String operator;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (operator == null) {
      list(out);
    } else {
      show(out, Operator.named(operator));
    }
    return ExitCode.PASSED;
  }

  private static void list(PrintWriter out) {
    out.println("Operators");
    for (Operator operator : Operator.ALL) {
      out.printf("  %-18s %s%n", operator.name().kebab(), operator.formula());
    }
    out.println("Models");
    for (Model model : Model.CATALOGUE) {
      out.printf(
          "  %-18s %3d heads, latent %d + rope %d, softmax scale %.7f%n",
          model.name(), model.heads(), model.latent(), model.rope(), model.softmaxScale());
    }
  }

  private static void show(PrintWriter out, Operator operator) {
    out.println(operator.name().camel());
    out.println("  " + operator.formula());
    out.println("  source: " + operator.source());
    OperatorFacets.of(operator.name())
        .forEach((facet, file) -> out.printf("  %-10s %s%n", facet, file));
    CommittedKernel.of(operator).forEach(kernel -> showKernel(out, kernel));
  }

  private static void showKernel(PrintWriter out, CommittedKernel<?> kernel) {
    out.printf("  %-10s %s%n", kernel.word(), kernel.source().ptx().name());
    PtxAssembler.ARCHITECTURES.stream()
        .sorted()
        .flatMap(arch ->
            PtxAssembler.assemble(kernel.source().ptx(), arch).entries().stream()
                .map(entry -> resources(arch, entry)))
        .forEach(out::println);
  }

  private static String resources(String arch, AssembledEntry entry) {
    return "    %-8s %s: %d registers, %d bytes of shared memory, %d bytes spilled"
        .formatted(
            arch,
            entry.name(),
            entry.registers(),
            entry.sharedBytes(),
            entry.spillStoreBytes() + entry.spillLoadBytes());
  }
}
