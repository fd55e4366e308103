package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.spec.Model;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.Property;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      defaultValue = "paged-mla-decode",
      description = "The operator. Default: ${DEFAULT-VALUE}.")
  private String operator = "";

  @Option(
      names = "--kernel",
      paramLabel = "FILE",
      description = "PTX to verify instead of Assay's own; same entry name and parameters.")
  private @Nullable Path kernel;

  @Option(
      names = "--property",
      paramLabel = "NAME",
      description = "Only this property; repeatable.")
  private List<String> properties = List.of();

  @Option(
      names = "--cases",
      paramLabel = "N",
      defaultValue = "100",
      description = "Random problems per property. Default: ${DEFAULT-VALUE}.")
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
    KernelSource source = source();
    CommandLine commandLine = spec.commandLine();
    List<String> command = commandLine.getParent().getParseResult().originalArgs();
    VerifyConsole console =
        new VerifyConsole(commandLine.getOut(), commandLine.getErr(), options());
    try (ReopeningKernel subject = new ReopeningKernel(device::open, source.ptx())) {
      VerifyRun run = new VerifyRun(command, subject, source, console);
      return run.run(plan, chosen(run.properties()), chosen, out);
    }
  }

  private static void requireKernel(Operator operator) {
    if (!operator.equals(PagedMlaDecode.OPERATOR)) {
      throw new IllegalArgumentException(
          "operator is '%s'; only %s has a kernel to verify"
              .formatted(operator.name().kebab(), PagedMlaDecode.OPERATOR.name().kebab()));
    }
  }

  /** What chooses the subject and its device. */
  private String options() {
    return (kernel == null ? "" : " --kernel '" + kernel + "'") + device.option();
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
      return VerifyPlan.only(PagedMlaDecodeRecipe.parse(recipe));
    }
    return model != null
        ? VerifyPlan.model(Model.named(model), chosen)
        : VerifyPlan.standard(chosen, cases);
  }

  private KernelSource source() throws IOException {
    if (kernel == null) {
      return KernelSource.committed(PagedMlaDecodeKernel.ENTRY);
    }
    if (Files.exists(kernel) && !Files.isRegularFile(kernel)) {
      throw new IllegalArgumentException("kernel is '" + kernel + "'; it must be a file of PTX");
    }
    try {
      return KernelSource.of(String.valueOf(kernel.getFileName()), Files.readString(kernel));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("kernel '" + kernel + "' is not text; PTX is", e);
    }
  }
}
