package assay.cli;

import assay.evidence.EntryChosen;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.KernelProfile;
import assay.evidence.Provenance;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.Profile;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.ChoosingKernel;
import assay.gpu.kernels.ChosenDecodeKernel;
import assay.gpu.kernels.KernelChoice;
import assay.gpu.kernels.KernelSource;
import assay.spec.Implementation;
import assay.spec.Model;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.PagedMlaDecodeProblems;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts what a kernel does on the emulator: no times, but what times come from. */
@Command(
    name = "profile",
    description = {
      "Counts what a kernel does on one decode step: instructions, sectors, bank conflicts,",
      "divergence, waits, bytes, and lines that are never executed. Runs on the emulator."
    },
    mixinStandardHelpOptions = true)
final class ProfileCommand implements Callable<Integer> {

  private static final long SEED = 1;

  @Spec private CommandSpec spec;
  @Mixin private OutOption out = new OutOption();

  @Option(
      names = "--operator",
      paramLabel = "NAME",
      defaultValue = "paged-mla-decode",
      description = "Only ${DEFAULT-VALUE} for now.")
  private String operator = "paged-mla-decode";

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      defaultValue = "plain",
      description = "plain, tensor, chosen, or a file of PTX. Default: ${DEFAULT-VALUE}.")
  private String kernel = "plain";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "deepseek-v2-lite",
      description = "Whose decode step; see './assay show'. Default: ${DEFAULT-VALUE}.")
  private String model = "deepseek-v2-lite";

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "256",
      description = "How many keys the sequence has. Default: ${DEFAULT-VALUE}.")
  private int keys = 256;

  @Override
  public Integer call() throws IOException {
    if (!Operator.named(operator).equals(PagedMlaDecode.OPERATOR)) {
      throw new IllegalArgumentException(
          "operator is '%s'; only paged-mla-decode can be profiled".formatted(operator));
    }
    PagedMlaDecodeRecipe recipe =
        PagedMlaDecodeProblems.model(Model.named(model), List.of(keys), Pattern.NORMAL, SEED);
    Profiled profiled = profiled(recipe);
    String name = profiled.source.ptx().name();
    KernelProfile line = ProfileText.evidence(name, recipe.toString(), profiled.profile);
    List<Evidence> evidence = new ArrayList<>(List.of(started(profiled.source), line));
    profiled.choice.map(choice -> chosen(name, choice)).ifPresent(evidence::add);
    evidence.add(new RunFinished(Instant.now(), 1, 0, 0, ExitCode.PASSED));
    try (EvidenceWriter writer = EvidenceWriter.create(out.evidence())) {
      for (Evidence one : evidence) {
        writer.write(one);
      }
    }
    profiled.choice.ifPresent(spec.commandLine().getOut()::println);
    spec.commandLine().getOut().print(ProfileText.table(line));
    Reports.write(evidence, out);
    spec.commandLine().getOut().println("report: " + out.folder().resolve("index.html"));
    return ExitCode.PASSED;
  }

  /** What ran, what it did, and why it was taken where there was a choice. */
  private record Profiled(KernelSource source, Profile profile, Optional<KernelChoice> choice) {}

  private Profiled profiled(PagedMlaDecodeRecipe recipe) throws IOException {
    Problem problem = recipe.problem();
    try (EmulatedDevice device = EmulatedDevice.profiling(Checks.ALL, Schedule.LATEST)) {
      Optional<KernelChoice> chosen =
          kernel.equals(ChosenDecodeKernel.WORD)
              ? Optional.of(ChosenDecodeKernel.choose(problem, device.info()))
              : Optional.empty();
      KernelSource source =
          chosen.isPresent()
              ? KernelSource.committed(chosen.get().stem())
              : KernelOption.source(PagedMlaDecode.OPERATOR, kernel);
      Implementation<Problem> loaded = PtxKernel.of(source.ptx()).load(device, source.ptx());
      var _ = loaded.run(problem);
      Optional<KernelChoice> choice = chosen.or(() -> ChoosingKernel.choice(loaded, problem));
      return new Profiled(source, device.profile(), choice);
    }
  }

  private static EntryChosen chosen(String subject, KernelChoice choice) {
    String name = PagedMlaDecode.OPERATOR.name().kebab();
    return new EntryChosen(name, subject, choice.entry(), choice.reason(), 1);
  }

  private RunStarted started(KernelSource source) {
    CommandLine root = spec.commandLine().getParent();
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        root.getParseResult().originalArgs(),
        SEED,
        Environment.ofThisMachine(),
        DeviceCards.emulator(),
        List.of(
            new Provenance(
                PtxKernel.of(source.ptx()).committed().stem(),
                source.ptxSha256(),
                source.sourceSha256())));
  }
}
