package assay.cli;

import assay.gpu.device.LaunchConfig;
import assay.gpu.kernels.DecodeCache;
import assay.gpu.kernels.Gpu;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.kernels.Work;
import assay.spec.MhaDecode;
import assay.spec.Model;
import assay.spec.PagedMlaDecode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The page {@code docs/predicted-rates.md}: what a GPU's data sheet makes of the decode kernels.
 */
final class PredictedRates {

  private static final Gpu GPU = Gpu.H200;
  private static final double MICRO = 1e6;

  private static final String HEAD =
      """
      # Predicted rates

      **Predictions, not measurements.** No GPU has run these kernels yet. This page is what follows from the shapes, from the
      assembler's figures and from a data sheet; `PredictedRatesTest` compares it with what it is generated
      from, and `./assay bench --device cuda` measures the same shapes ([device-timing.md](device-timing.md)).

      The GPU is an H200: 132 multiprocessors, 4.8 TB/s, 989.5 TFLOP/s in dense bf16 (NVIDIA's data sheet, which names 1,979 with
      sparsity). Its mma.sync, which these kernels use, reaches about 63 % of that by published measurements (arXiv
      2402.13499, for H800); the rest needs wgmma. So where the matrix units decide, the last column is the least time by the
      data sheet, and 1.6 times that is what to expect.

      """;

  private PredictedRates() {}

  static String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    PredictedOccupancy occupancy = new PredictedOccupancy(GPU);
    occupancy.append(page);
    roofline(page, occupancy);
    PredictedOperators.append(page, GPU);
    page.append(TAIL);
    return page.toString();
  }

  private static final String TAIL =
      """

      ## What was tried and did not pay

      - sm_90a variants (wgmma, TMA): none is committed. The emulator does not execute them, so nothing here could hold them to
        their properties, and without a GPU no one can say what they would gain. They are what the last 37 % of the bf16 rate
        needs, which only 128 heads ask for.
      - 64 heads a block for 16 heads: three of four row tiles would be empty, and shared memory holds one block, not two.
      - Rows copied with unrolled loops: more registers (151, not 128, for MHA with values of 512), and no load more under
        way, since cp.async needs no register.
      """;

  private static void roofline(StringBuilder page, PredictedOccupancy occupancy) {
    page.append("\n## Bytes, FLOP and the least time\n\n")
        .append(
            "One query token of each sequence. Bytes are each visible key once, queries, out and lse; slots are\n")
        .append(
            "blocks that the GPU holds at a time. Keys are split over multiprocessors, not over slots: with 16 heads\n")
        .append(
            "half the slots are empty, and where blocks exceed slots a second wave is mostly empty.\n\n")
        .append(
            "| kernel | heads | sequences | keys | blocks of slots | MB | GFLOP | FLOP/byte | bound by | µs |\n")
        .append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |\n");
    for (Model model : CountedProblems.MODELS) {
      for (int keys : List.of(4096, 32_768)) {
        for (int batch : List.of(1, 16)) {
          for (DecodeCache cache : DecodeCache.values()) {
            latent(page, cache, CountedProblems.decode(cache, model, batch, keys), occupancy);
          }
          traditional(page, "mha", model.heads(), model.heads(), 192, 128, batch, keys);
          traditional(page, "gqa", model.heads(), model.heads() / 8, 128, 128, batch, keys);
        }
      }
    }
  }

  private static void latent(
      StringBuilder page,
      DecodeCache cache,
      PagedMlaDecode.Problem problem,
      PredictedOccupancy occupancy) {
    LaunchList list = new LaunchList(GPU);
    PagedMlaDecodeTensorKernel kernel =
        new PagedMlaDecodeTensorKernel(
            list, KernelSource.committed(PagedMlaDecodeTensorKernel.stem(cache)).ptx());
    var _ = kernel.run(problem);
    String entry = kernel.choose(problem).entry();
    LaunchConfig config = Objects.requireNonNull(list.launches().get(entry));
    int slots = occupancy.of(entry, config).blocks() * GPU.multiprocessors();
    String blocks = "%d of %d".formatted(config.grid().count(), slots);
    int keys = problem.cache().lengths()[0];
    work(page, name(cache), problem.heads(), problem.batch(), keys, blocks, Work.of(problem));
  }

  private static void traditional(
      StringBuilder page,
      String name,
      int heads,
      int keyValueHeads,
      int keyWidth,
      int valueWidth,
      int batch,
      int keys) {
    MhaDecode.Problem problem =
        CountedProblems.mha(heads, keyValueHeads, keyWidth, valueWidth, batch, keys);
    work(page, name, heads, batch, keys, "–", Work.of(problem));
  }

  private static void work(
      StringBuilder page, String name, int heads, int batch, int keys, String blocks, Work work) {
    boolean memory = GPU.memorySeconds(work) >= GPU.matrixSeconds(work);
    row(
        page,
        name,
        heads,
        batch,
        "%,d".formatted(keys),
        blocks,
        figure(work.bytes() / 1e6),
        figure(work.flop() / 1e9),
        figure(work.intensity()),
        memory ? "memory" : "matrix units",
        figure(GPU.leastSeconds(work) * MICRO));
  }

  private static String name(DecodeCache cache) {
    return switch (cache) {
      case DENSE_BF16 -> "latent, bf16";
      case FP8_DS_MLA -> "latent, FP8";
    };
  }

  static String figure(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  static void row(StringBuilder page, Object... cells) {
    page.append("| ");
    page.append(String.join(" | ", Arrays.stream(cells).map(String::valueOf).toList()));
    page.append(" |\n");
  }
}
