package assay.cli;

import assay.evidence.FailureDetail;
import assay.evidence.Outcome;
import assay.evidence.Provenance;
import assay.evidence.Reproducer;
import assay.evidence.ReproducerFile;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.verify.AnySchedule;
import assay.verify.Failure;
import assay.verify.FailureDetails;
import assay.verify.Finding;
import assay.verify.GoldenOperator;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Recipes;
import assay.verify.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs failures of earlier runs again, each from its reproducer file. */
@Command(
    name = "replay",
    description = {
      "Runs failures again, each from the file that 'verify' left in failures/ of its folder,",
      "and says whether they are still there."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no failure is reproduced",
      "1:at least one failure is reproduced",
      "2:the input is wrong: a file, an option, a kernel",
      "3:a failure could not be run here"
    })
final class ReplayCommand implements Callable<Integer> {

  private static final String INDENT = "           ";

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device = new DeviceOption();
  @Mixin private KernelOption kernel = new KernelOption();
  @Mixin private ConfidenceOption confidence = new ConfidenceOption();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Reproducer files.")
  private List<Path> files = List.of();

  /** One file, read and found fit to be run. */
  private record Case<P>(
      Path file, Reproducer reproducer, KernelOption.Choice<P> choice, Recipe<P> recipe) {}

  /** All files are read before anything runs, so that what is wrong with one is said at once. */
  @Override
  public Integer call() throws IOException {
    List<Case<?>> cases = new ArrayList<>();
    for (Path file : files) {
      cases.add(read(file));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Case<?> replayed : cases) {
      outcomes.add(replay(replayed));
    }
    return exitCode(outcomes);
  }

  private Case<?> read(Path file) throws IOException {
    Reproducer reproducer = ReproducerFile.read(file);
    try {
      return read(file, reproducer, kernel.choose(Operator.named(reproducer.operator())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static <P> Case<P> read(Path file, Reproducer reproducer, KernelOption.Choice<P> choice) {
    GoldenOperator<P> golden = KernelSubject.golden(choice.operator());
    requireProperty(golden, reproducer.property());
    return new Case<>(file, reproducer, choice, Recipes.parse(golden, reproducer.problem()));
  }

  private static <P> void requireProperty(GoldenOperator<P> golden, String name) {
    Subject<P> oracle = new Subject<>("oracle", golden.formula(), NumericContract.BINARY64, false);
    List<String> known =
        new ArrayList<>(
            golden.properties().of(oracle, golden.reference()).stream()
                .map(Property::name)
                .toList());
    known.add(AnySchedule.NAME);
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "property is '%s'; allowed are %s".formatted(name, String.join(", ", known)));
    }
  }

  private <P> Outcome replay(Case<P> replayed) {
    KernelOption.Choice<P> choice = replayed.choice;
    try (var opened = new ReopeningKernel<>(device::open, choice.opener())) {
      KernelSubject<P> subject = new KernelSubject<>(choice, opened, confidence.confidence());
      Property<P> property =
          subject.properties().stream()
              .filter(one -> one.name().equals(replayed.reproducer.property()))
              .findFirst()
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      replayed.file
                          + ": property is any-schedule; only the emulator can be asked"));
      return replay(subject, property, replayed);
    }
  }

  private <P> Outcome replay(KernelSubject<P> subject, Property<P> property, Case<P> replayed) {
    PrintWriter out = spec.commandLine().getOut();
    Finding finding = property.examine(replayed.recipe);
    out.printf("%s  %s%n", word(finding.outcome()), replayed.file);
    out.printf("%s%s: %s%n", INDENT, property.name(), replayed.recipe);
    tellChanges(out, subject, replayed.reproducer);
    switch (finding.outcome()) {
      case Outcome.Pass pass -> {}
      case Outcome.Fail fail -> {
        out.println(INDENT + fail.reason());
        detail(subject, property, replayed, finding).forEach(line -> out.println(INDENT + line));
      }
      case Outcome.NotRun(String reason) -> out.println(INDENT + reason);
    }
    return finding.outcome();
  }

  private static <P> List<String> detail(
      KernelSubject<P> subject, Property<P> property, Case<P> replayed, Finding finding) {
    Failure<P> failure =
        new Failure<>(property, List.of(replayed.recipe), replayed.recipe, finding);
    FailureDetail detail =
        FailureDetails.of(subject.operator(), subject.name(), failure, "", subject.terms(failure));
    return FailureView.lines(detail);
  }

  /** What differs from the run that failed, so that nobody wonders at another result. */
  private static void tellChanges(
      PrintWriter out, KernelSubject<?> subject, Reproducer reproducer) {
    boolean same =
        reproducer.kernels().stream()
            .map(Provenance::ptxSha256)
            .anyMatch(failed ->
                subject.choice().parts().stream()
                    .anyMatch(part -> part.source().ptxSha256().equals(failed)));
    if (!same) {
      out.printf("%sthe kernel is another than the one that failed%n", INDENT);
    }
    if (!reproducer.contract().equals(subject.subject().contract().toString())) {
      out.printf("%sits contract is another than it was%n", INDENT);
    }
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Pass pass -> "no longer fails";
      case Outcome.Fail fail -> "reproduced";
      case Outcome.NotRun notRun -> "NOT RUN";
    };
  }

  private static int exitCode(List<Outcome> outcomes) {
    if (outcomes.stream().anyMatch(Outcome.Fail.class::isInstance)) {
      return ExitCode.FAILED;
    }
    boolean allRan = outcomes.stream().allMatch(Outcome.Pass.class::isInstance);
    return allRan ? ExitCode.PASSED : ExitCode.NOT_RUN;
  }
}
