package assay.cli;

import assay.spec.Model;
import assay.spec.Operator;
import assay.verify.GoldenOperator;
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

  private static final String DEFAULT_OPERATOR = "paged-mla-decode";

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private KernelOption kernel = new KernelOption();
  @Mixin private ConfidenceOption confidence = new ConfidenceOption();
  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      defaultValue = DEFAULT_OPERATOR,
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
      description = "Only this problem, such as 'heads=16 lengths=1024,963 seed=7'; repeatable.")
  private List<String> recipes = List.of();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only a problem of this model's shape; see './assay show'. Repeatable.")
  private List<String> models = List.of();

  @Override
  public Integer call() throws IOException {
    if (cases < 0) {
      throw new IllegalArgumentException("cases is " + cases + "; it must not be negative");
    }
    if (!recipes.isEmpty() && !models.isEmpty()) {
      throw new IllegalArgumentException("--case and --model are both given; only one is allowed");
    }
    return verify(kernel.choose(Operator.named(operator)));
  }

  private <P> int verify(KernelOption.Choice<P> choice) throws IOException {
    long chosen = seed == null ? System.nanoTime() & 0xFFFF_FFFFL : seed;
    try (var opened = new ReopeningKernel<>(device::open, choice.opener())) {
      KernelSubject<P> subject = new KernelSubject<>(choice, opened, confidence.confidence());
      List<String> command = spec.commandLine().getParent().getParseResult().originalArgs();
      VerifyRun<P> run = new VerifyRun<>(command, subject, console(), chosen, out);
      return run.run(plan(subject, chosen), chosen(subject.properties()));
    }
  }

  private VerifyConsole console() {
    CommandLine commandLine = spec.commandLine();
    String options =
        (operator.equals(DEFAULT_OPERATOR) ? "" : " --operator " + operator)
            + kernel.option()
            + device.option()
            + confidence.option();
    return new VerifyConsole(commandLine.getOut(), commandLine.getErr(), options, out);
  }

  private <P> List<Property<P>> chosen(List<Property<P>> all) {
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

  private <P> VerifyPlan<P> plan(KernelSubject<P> subject, long chosen) {
    GoldenOperator<P> golden = subject.golden();
    if (!recipes.isEmpty()) {
      return VerifyPlan.only(
          golden, recipes.stream().map(one -> Recipes.parse(golden, one)).toList());
    }
    return models.isEmpty()
        ? VerifyPlan.standard(golden, chosen, cases, subject::accepts, subject.choice().chooses())
        : VerifyPlan.models(
            golden, models.stream().map(Model::named).toList(), chosen, subject::accepts);
  }
}
