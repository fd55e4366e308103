package assay.cli;

import assay.gpu.jcuda.AssembledEntry;
import assay.gpu.jcuda.PtxAssembler;
import assay.gpu.kernels.Gpu;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.Work;
import assay.spec.Model;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The part of {@code docs/predicted-rates.md} on operators around decode. */
final class PredictedOperators {

  private static final String ARCH = "sm_90";
  private static final double MICRO = 1e6;
  private static final long BF16 = Short.BYTES;
  private static final List<Integer> TOKENS = List.of(1, 16, 4096);

  private static final String HEAD =
      """

      ## Operators around decode

      Bytes are each input and each weight once and each result once, in bf16; FLOP two for each product, attention over attended pairs.
      `projection` is the product with the hidden size that makes the latent and the rope; prefill is one causal sequence of so many
      tokens. Registers are those of the entry that writes bf16. With few tokens products are bound by their weights.

      | operator | heads | tokens | registers | MB | GFLOP | FLOP/byte | bound by | µs |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |
      """;

  private PredictedOperators() {}

  static void append(StringBuilder page, Gpu gpu) {
    page.append(HEAD);
    Map<String, Integer> registers = registers();
    for (Model model : List.of(Model.DEEPSEEK_V2_LITE, Model.DEEPSEEK_V3)) {
      for (int tokens : TOKENS) {
        for (Row row : rows(model, tokens)) {
          append(page, gpu, model, tokens, row, Objects.requireNonNull(registers.get(row.entry)));
        }
      }
    }
  }

  /** One operator's work, and the entry that does it. */
  private record Row(String stem, String entry, Work work) {}

  private static List<Row> rows(Model model, int tokens) {
    int tile = tokens <= 64 ? 16 : 128;
    return List.of(
        row("projection", "projection_" + tile + "_bf16", projection(model, tokens)),
        row("absorb_query", "absorb_query_bf16", absorb(model, tokens)),
        row("unabsorb_output", "unabsorb_output_bf16", unabsorb(model, tokens)),
        row("decompress_heads", "decompress_heads_bf16", decompress(model, tokens)),
        row("mla_prefill", "mla_prefill_128", prefill(model, tokens)),
        row("rms_norm", "rms_norm_bf16", moved(2L * tokens * model.latent() + model.latent())),
        row(
            "rotary_embedding",
            "rotary_embedding_bf16",
            moved(2L * tokens * model.heads() * model.rope())));
  }

  private static Row row(String stem, String entry, Work work) {
    return new Row(stem, entry, work);
  }

  private static void append(
      StringBuilder page, Gpu gpu, Model model, int tokens, Row row, int registers) {
    Work work = row.work;
    PredictedRates.row(
        page,
        "`" + row.stem.replace('_', '-') + "`",
        model.heads(),
        "%,d".formatted(tokens),
        registers,
        PredictedRates.figure(work.bytes() / 1e6),
        PredictedRates.figure(work.flop() / 1e9),
        PredictedRates.figure(work.intensity()),
        gpu.memorySeconds(work) >= gpu.matrixSeconds(work) ? "memory" : "matrix units",
        PredictedRates.figure(gpu.leastSeconds(work) * MICRO));
  }

  /** Of every entry, by its name. */
  private static Map<String, Integer> registers() {
    return rows(Model.DEEPSEEK_V3, 1).stream()
        .flatMap(row ->
            PtxAssembler.assemble(KernelSource.committed(row.stem).ptx(), ARCH).entries().stream())
        .collect(Collectors.toMap(AssembledEntry::name, AssembledEntry::registers));
  }

  /** x Wᵀ with W of D + R outputs. */
  private static Work projection(Model model, long tokens) {
    long outputs = model.cacheWidth();
    return new Work(
        2 * tokens * outputs * model.hidden(),
        BF16 * (tokens * (model.hidden() + outputs) + outputs * model.hidden()));
  }

  private static Work absorb(Model model, long tokens) {
    long heads = model.heads();
    long keys = model.nope() + model.rope();
    return new Work(
        2 * tokens * heads * model.nope() * model.latent(),
        BF16
            * heads
            * (tokens * (keys + model.cacheWidth()) + (long) model.nope() * model.latent()));
  }

  private static Work unabsorb(Model model, long tokens) {
    long heads = model.heads();
    return new Work(
        2 * tokens * heads * model.value() * model.latent(),
        BF16
            * heads
            * (tokens * (model.latent() + model.value()) + (long) model.value() * model.latent()));
  }

  private static Work decompress(Model model, long tokens) {
    long rows = (long) model.heads() * (model.nope() + model.value());
    long results = rows + (long) model.heads() * model.rope();
    return new Work(
        2 * tokens * rows * model.latent(),
        BF16 * (tokens * (model.cacheWidth() + results) + rows * model.latent()));
  }

  private static Work prefill(Model model, long tokens) {
    long widths = model.nope() + model.rope() + model.value();
    long pairs = tokens * (tokens + 1) / 2;
    return new Work(
        2 * pairs * model.heads() * widths,
        tokens * model.heads() * (BF16 * 2 * widths + Float.BYTES));
  }

  private static Work moved(long numbers) {
    return new Work(0, BF16 * numbers);
  }
}
