package assay.cli;

import assay.evidence.FailureDetail;
import assay.evidence.Outcome;
import assay.evidence.Reproducer;
import assay.evidence.ReproducerFile;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.Failure;
import assay.verify.FailureDetails;
import assay.verify.Finding;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Recipes;
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
  private record Case(Path file, Reproducer reproducer, Recipe<Problem> recipe) {}

  /** All files are read before anything runs, so that what is wrong with one is said at once. */
  @Override
  public Integer call() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Path file : files) {
      cases.add(read(file));
    }
    try (ReopeningKernel opened = new ReopeningKernel(device::open, kernel.source().ptx())) {
      KernelSubject subject = new KernelSubject(opened, kernel.source(), confidence.confidence());
      List<Property<Problem>> properties = cases.stream().map(c -> property(subject, c)).toList();
      List<Outcome> outcomes = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        outcomes.add(replay(subject, properties.get(i), cases.get(i)));
      }
      return exitCode(outcomes);
    }
  }

  private static Case read(Path file) throws IOException {
    Reproducer reproducer = ReproducerFile.read(file);
    if (!reproducer.operator().equals(KernelSubject.operator())) {
      throw new IllegalArgumentException(
          "%s: operator is '%s'; only %s has a kernel to replay"
              .formatted(file, reproducer.operator(), KernelSubject.operator()));
    }
    try {
      return new Case(file, reproducer, Recipes.pagedMlaDecode(reproducer.problem()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Property<Problem> property(KernelSubject subject, Case replayed) {
    String name = replayed.reproducer.property();
    List<Property<Problem>> known = subject.properties();
    return known.stream()
        .filter(property -> property.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s: property is '%s'; allowed are %s"
                    .formatted(
                        replayed.file,
                        name,
                        String.join(", ", known.stream().map(Property::name).toList()))));
  }

  private Outcome replay(KernelSubject subject, Property<Problem> property, Case replayed) {
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

  private static List<String> detail(
      KernelSubject subject, Property<Problem> property, Case replayed, Finding finding) {
    Failure<Problem> failure =
        new Failure<>(property, List.of(replayed.recipe), replayed.recipe, finding);
    FailureDetail detail =
        FailureDetails.of(
            KernelSubject.operator(), subject.name(), failure, "", subject.terms(failure));
    return FailureView.lines(detail);
  }

  /** What differs from the run that failed, so that nobody wonders at another result. */
  private static void tellChanges(PrintWriter out, KernelSubject subject, Reproducer reproducer) {
    boolean same =
        reproducer.kernels().stream()
            .anyMatch(k -> k.ptxSha256().equals(subject.source().ptxSha256()));
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
