package assay.cli;

import assay.gpu.device.LaunchConfig;
import assay.gpu.jcuda.AssembledEntry;
import assay.gpu.jcuda.PtxAssembler;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.Gpu;
import assay.gpu.kernels.Gpu.Occupancy;
import assay.gpu.kernels.KernelSource;
import assay.spec.AppendLatentCache;
import assay.spec.Implementation;
import assay.spec.MlaLayer;
import assay.spec.Model;
import assay.spec.UnsupportedProblem;
import assay.verify.GoldenOperator;
import assay.verify.ModelRecipe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How many blocks a multiprocessor holds, a part of {@code docs/predicted-rates.md}. */
final class PredictedOccupancy {

  private static final String ARCH = "sm_90";

  /** Problems drawn, at most, until a kernel takes one, or all of its layouts were drawn. */
  private static final int DRAWS = 50;

  private static final String HEAD =
      """
      ## Occupancy

      What launchers launch for DeepSeek-V2-Lite and, where more than 16 heads have an entry of their own, for DeepSeek-V3; values of
      256 and of 512 features for the entries that only those need. Registers, spills and static shared memory are those that the assembler
      of CUDA 12.0 reports for sm_90; dynamic shared memory is added. Blocks are those that a multiprocessor holds at a time, and the
      limit is what keeps out one more. What a layer has beside its operators, places and copies, is left out.

      | entry | threads | registers | spilled bytes | shared bytes | blocks | warps of 64 | limit |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
      """;

  private final Gpu gpu;
  private final Map<String, AssembledEntry> entries = new TreeMap<>();

  PredictedOccupancy(Gpu gpu) {
    this.gpu = gpu;
    kernels()
        .map(CommittedKernel::stem)
        .distinct()
        .map(stem -> PtxAssembler.assemble(KernelSource.committed(stem).ptx(), ARCH))
        .flatMap(assembled -> assembled.entries().stream())
        .forEach(entry -> entries.put(entry.name(), entry));
  }

  private static Stream<CommittedKernel<?>> kernels() {
    return CommittedKernel.ALL.stream()
        .filter(kernel -> !kernel.operator().equals(MlaLayer.OPERATOR));
  }

  Occupancy of(String entry, LaunchConfig config) {
    AssembledEntry assembled = assembled(entry);
    return gpu.occupancy(assembled.registers(), threads(config), sharedBytes(assembled, config));
  }

  void append(StringBuilder page) {
    page.append(HEAD);
    LaunchList list = new LaunchList(gpu);
    kernels().forEach(kernel -> launch(list, kernel));
    entries.keySet().forEach(entry -> row(page, entry, launched(list, entry)));
  }

  private void row(StringBuilder page, String entry, LaunchConfig config) {
    AssembledEntry assembled = assembled(entry);
    Occupancy occupancy = of(entry, config);
    PredictedRates.row(
        page,
        "`" + entry + "`",
        threads(config),
        assembled.registers(),
        assembled.spillStoreBytes() + assembled.spillLoadBytes(),
        "%,d".formatted(sharedBytes(assembled, config)),
        occupancy.blocks(),
        occupancy.warps(),
        occupancy.limit().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private AssembledEntry assembled(String entry) {
    return Objects.requireNonNull(entries.get(entry), entry);
  }

  private static LaunchConfig launched(LaunchList list, String entry) {
    return Objects.requireNonNull(list.launches().get(entry), entry);
  }

  private static int threads(LaunchConfig config) {
    return Math.toIntExact(config.block().count());
  }

  private static int sharedBytes(AssembledEntry assembled, LaunchConfig config) {
    return assembled.sharedBytes() + config.dynamicSharedBytes();
  }

  private static <P> void launch(LaunchList list, CommittedKernel<P> kernel) {
    Implementation<P> launcher = kernel.loader().load(list, kernel.source().ptx());
    List<P> counted = CountedProblems.of(kernel);
    if (!counted.isEmpty()) {
      counted.forEach(launcher::run);
      return;
    }
    int wanted = kernel.operator().equals(AppendLatentCache.OPERATOR) ? DRAWS : 1;
    drawn(KernelSubject.<P>golden(kernel.operator()))
        .filter(problem -> takes(launcher, problem))
        .limit(wanted)
        .forEach(taken -> {});
  }

  private static <P> Stream<P> drawn(GoldenOperator<P> golden) {
    return LongStream.range(0, DRAWS)
        .mapToObj(seed -> new ModelRecipe<>(golden, Model.DEEPSEEK_V2_LITE, seed).problem());
  }

  private static <P> boolean takes(Implementation<P> launcher, P problem) {
    try {
      launcher.run(problem);
      return true;
    } catch (UnsupportedProblem e) {
      return false;
    }
  }
}
