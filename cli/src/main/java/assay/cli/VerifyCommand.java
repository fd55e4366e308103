package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.spec.Model;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.verify.Property;
import assay.verify.Recipes;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Holds a kernel against the golden model, and writes evidence and a report. */
@Command(
    name = "verify",
    description = "Holds a kernel against the golden model, and writes evidence and a report.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private KernelOption kernel = new KernelOption();
  @Mixin private ConfidenceOption confidence = new ConfidenceOption();
  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      defaultValue = "paged-mla-decode",
      description = "The operator. Default: ${DEFAULT-VALUE}.")
  private String operator = "";

  @Option(
      names = "--property",
      paramLabel = "NAME",
      description = "Only this property; repeatable.")
  private List<String> properties = List.of();

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "100",
      description = "Random problems; a law takes one in four. Default: ${DEFAULT-VALUE}.")
  private int cases;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random choice. Default: a new one, printed.")
  private @Nullable Long seed;

  @Option(
      names = "--case",
      paramLabel = "RECIPE",
      description = "Only this problem, such as 'heads=16 lengths=1024,963 seed=7'.")
  private @Nullable String recipe;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only the decode step of this model, 1,024 keys; see './assay show'.")
  private @Nullable String model;

  @Override
  public Integer call() throws IOException {
    requireKernel(Operator.named(operator));
    if (cases < 0) {
      throw new IllegalArgumentException("cases is " + cases + "; it must not be negative");
    }
    long chosen = seed == null ? System.nanoTime() & 0xFFFF_FFFFL : seed;
    VerifyPlan plan = plan(chosen);
    KernelSource source = kernel.source();
    CommandLine commandLine = spec.commandLine();
    List<String> command = commandLine.getParent().getParseResult().originalArgs();
    VerifyConsole console =
        new VerifyConsole(
            commandLine.getOut(),
            commandLine.getErr(),
            kernel.option() + device.option() + confidence.option(),
            out);
    try (ReopeningKernel opened = new ReopeningKernel(device::open, source.ptx())) {
      KernelSubject subject = new KernelSubject(opened, source, confidence.confidence());
      VerifyRun run = new VerifyRun(command, subject, console, chosen, out);
      return run.run(plan, chosen(subject.properties()));
    }
  }

  private static void requireKernel(Operator operator) {
    if (!operator.equals(PagedMlaDecode.OPERATOR)) {
      throw new IllegalArgumentException(
          "operator is '%s'; only %s has a kernel to verify"
              .formatted(operator.name().kebab(), PagedMlaDecode.OPERATOR.name().kebab()));
    }
  }

  private List<Property<PagedMlaDecode.Problem>> chosen(
      List<Property<PagedMlaDecode.Problem>> all) {
    List<String> known = all.stream().map(Property::name).toList();
    for (String name : properties) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "property is '%s'; allowed are %s".formatted(name, String.join(", ", known)));
      }
    }
    return all.stream()
        .filter(property -> properties.isEmpty() || properties.contains(property.name()))
        .toList();
  }

  private VerifyPlan plan(long chosen) {
    if (recipe != null && model != null) {
      throw new IllegalArgumentException("--case and --model are both given; only one is allowed");
    }
    if (recipe != null) {
      return VerifyPlan.only(Recipes.pagedMlaDecode(recipe));
    }
    return model != null
        ? VerifyPlan.model(Model.named(model), chosen)
        : VerifyPlan.standard(chosen, cases);
  }
}
