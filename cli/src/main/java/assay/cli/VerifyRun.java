package assay.cli;

import assay.evidence.CaseVerdict;
import assay.evidence.DeviceCard;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import assay.evidence.Provenance;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.evidence.WorstElement;
import assay.gpu.device.DeviceInfo;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.golden.PagedMlaDecodeReference;
import assay.spec.PagedMlaDecode;
import assay.verify.PagedMlaDecodeProperties;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.Property;
import assay.verify.Subject;
import assay.verify.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One run of {@code verify}: poses the problems, tells what came of them, writes it all down. */
final class VerifyRun {

  private static final String OPERATOR = PagedMlaDecode.OPERATOR.name().kebab();

  private final PrintWriter out;
  private final List<String> command;
  private final ReopeningKernel kernel;
  private final KernelSource source;
  private final EvidenceWriter writer;
  private final Progress progress;

  private final List<Evidence> evidence = new ArrayList<>();
  private @Nullable CaseVerdict lastFailure;
  private long cases;

  VerifyRun(
      CommandLine commandLine,
      ReopeningKernel kernel,
      KernelSource source,
      EvidenceWriter writer) {
    this.out = commandLine.getOut();
    this.command = commandLine.getParent().getParseResult().originalArgs();
    this.kernel = kernel;
    this.source = source;
    this.writer = writer;
    this.progress = new Progress(commandLine.getErr());
  }

  /** Runs the named properties, or all, and answers the exit code. */
  int run(VerifyPlan plan, List<String> names, long seed, OutOption folder) throws IOException {
    List<Property<PagedMlaDecodeRecipe>> properties = chosen(names);
    DeviceInfo device = kernel.device().info();
    record(started(seed, device));
    out.printf(
        "%s (%s) on %s, seed %d%n", PagedMlaDecodeKernel.ENTRY, source.ptx().name(), device.name(), seed);

    Verification<PagedMlaDecodeRecipe> verification =
        new Verification<>(OPERATOR, source.ptx().name(), this::record);
    long passed = 0;
    long failed = 0;
    long notRun = 0;
    for (Property<PagedMlaDecodeRecipe> property : properties) {
      lastFailure = null;
      PropertySummary summary = verification.run(property, plan.recipes(property.name()));
      tell(summary);
      passed += summary.passed();
      failed += summary.failed();
      notRun += summary.notRun();
    }
    int exitCode = failed > 0 ? ExitCode.FAILED : ExitCode.PASSED;
    record(new RunFinished(Instant.now(), passed, failed, notRun, exitCode));
    Reports.write(evidence, folder);
    out.printf(
        "%d passed, %d failed, %d not run; report: %s%n",
        passed, failed, notRun, folder.folder().resolve("index.html"));
    return exitCode;
  }

  private List<Property<PagedMlaDecodeRecipe>> chosen(List<String> names) {
    List<Property<PagedMlaDecodeRecipe>> all =
        new PagedMlaDecodeProperties(
                new Subject<>(source.ptx().name(), kernel, PagedMlaDecodeKernel.CONTRACT, true),
                PagedMlaDecodeReference.create())
            .all();
    List<String> known = all.stream().map(Property::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "property is '%s'; allowed are %s".formatted(name, String.join(", ", known)));
      }
    }
    return all.stream()
        .filter(property -> names.isEmpty() || names.contains(property.name()))
        .toList();
  }

  private RunStarted started(long seed, DeviceInfo device) {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        command,
        seed,
        Environment.ofThisMachine(),
        new DeviceCard(
            device.backend(),
            device.name(),
            device.computeMajor() + "." + device.computeMinor(),
            device.multiprocessors(),
            device.memoryBytes(),
            device.emulated(),
            device.properties()),
        List.of(
            new Provenance(PagedMlaDecodeKernel.ENTRY, source.ptxSha256(), source.sourceSha256())));
  }

  private void record(Evidence line) {
    evidence.add(line);
    if (line instanceof CaseVerdict verdict) {
      cases++;
      progress.show("  %s  %d cases so far".formatted(verdict.property(), cases));
      if (verdict.outcome() instanceof Outcome.Fail) {
        lastFailure = verdict;
      }
    }
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(PropertySummary summary) {
    progress.clear();
    out.printf(
        "  %s  %-18s %4d cases%s%n",
        summary.failed() > 0 ? "FAIL" : "PASS",
        summary.property(),
        summary.passed() + summary.failed(),
        Double.isNaN(summary.worstHeadroom())
            ? ""
            : "  worst headroom %.3g".formatted(summary.worstHeadroom()));
    if (summary.smallestFailure() != null && lastFailure != null) {
      tellFailure(summary, lastFailure);
    }
  }

  /** The smallest failing problem is the last that was examined. */
  private void tellFailure(PropertySummary summary, CaseVerdict failure) {
    out.println("        " + summary.statement());
    if (failure.outcome() instanceof Outcome.Fail(String reason, WorstElement worst)) {
      out.println("        " + reason);
      if (worst != null) {
        out.printf(
            "        worst element %s: expected %s, got %s, error %.3g, budget %.3g%n",
            worst.coordinates(), worst.expected(), worst.actual(), worst.error(), worst.budget());
      }
    }
    out.println("        smallest failing problem: " + summary.smallestFailure());
    out.printf(
        "        again: ./assay verify --property %s --case '%s'%n",
        summary.property(), summary.smallestFailure());
  }
}
