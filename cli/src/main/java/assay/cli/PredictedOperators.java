package assay.cli;

import assay.gpu.kernels.Gpu;
import assay.gpu.kernels.Work;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Model;
import java.util.List;

/** The part of {@code docs/predicted-rates.md} on operators around decode. */
final class PredictedOperators {

  private static final double MICRO = 1e6;
  private static final long BF16 = Short.BYTES;
  private static final long PARTS = 8;
  private static final long LISTED = 2048;
  private static final List<Integer> TOKENS = List.of(1, 16, 4096);

  private static final String HEAD =
      """

      ## Operators around decode

      Bytes are each input and each weight once and each result once, in bf16; FLOP two for each product, attention over attended pairs.
      `projection` is the product with the hidden size that makes the latent and the rope; prefill is one causal sequence of so many
      tokens. `sparse-mla-decode` lists 2,048 slots for each token, no two of them the same; `combine-splits` merges 8 parts, and
      `append-latent-cache` stores F32 in 656 bytes. With few tokens products are
      bound by their weights.

      | entry | heads | tokens | MB | GFLOP | FLOP/byte | bound by | µs |
      | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |
      """;

  private PredictedOperators() {}

  static void append(StringBuilder page, Gpu gpu) {
    page.append(HEAD);
    for (Model model : CountedProblems.MODELS) {
      for (int tokens : TOKENS) {
        for (Row row : rows(model, tokens)) {
          append(page, gpu, model, tokens, row);
        }
      }
    }
  }

  /** One operator's work, and the entry that does it. */
  private record Row(String entry, Work work) {}

  private static List<Row> rows(Model model, int tokens) {
    int tile = tokens <= 64 ? 16 : 128;
    String heads = model.heads() <= 16 ? "_16" : "_64";
    return List.of(
        new Row("projection_" + tile + "_bf16", projection(model, tokens)),
        new Row("absorb_query_bf16", absorb(model, tokens)),
        new Row("unabsorb_output_bf16", unabsorb(model, tokens)),
        new Row("decompress_heads_bf16", decompress(model, tokens)),
        new Row("mla_prefill_128", prefill(model, tokens)),
        new Row("rms_norm_bf16", moved(2L * tokens * model.latent() + model.latent())),
        new Row("rotary_embedding_bf16", moved(2L * tokens * model.heads() * model.rope())),
        new Row("append_latent_cache_fp8_ds_mla", append(model, tokens)),
        new Row("combine_splits_bf16", combine(model, tokens)),
        new Row("sparse_mla_decode" + heads, sparse(model, tokens, BF16 * model.cacheWidth())),
        new Row("sparse_mla_decode_fp8" + heads, sparse(model, tokens, fp8(model))));
  }

  private static void append(StringBuilder page, Gpu gpu, Model model, int tokens, Row row) {
    Work work = row.work;
    PredictedRates.row(
        page,
        "`" + row.entry + "`",
        model.heads(),
        "%,d".formatted(tokens),
        PredictedRates.figure(work.bytes() / 1e6),
        PredictedRates.figure(work.flop() / 1e9),
        PredictedRates.figure(work.intensity()),
        gpu.memorySeconds(work) >= gpu.matrixSeconds(work) ? "memory" : "matrix units",
        PredictedRates.figure(gpu.leastSeconds(work) * MICRO));
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
    long keys = (long) model.nope() + model.rope();
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
    long widths = (long) model.nope() + model.rope() + model.value();
    long pairs = tokens * (tokens + 1) / 2;
    return new Work(
        2 * pairs * model.heads() * widths,
        tokens * model.heads() * (BF16 * 2 * widths + Float.BYTES));
  }

  /** F32 and a slot's number in, a slot out. */
  private static Work append(Model model, long tokens) {
    return new Work(
        0, tokens * ((long) Float.BYTES * model.cacheWidth() + Long.BYTES + fp8(model)));
  }

  private static Work combine(Model model, long tokens) {
    long rows = tokens * model.heads();
    long part = (long) Float.BYTES * (model.latent() + 1);
    return new Work(
        2 * rows * PARTS * model.latent(),
        rows * (PARTS * part + BF16 * model.latent() + Float.BYTES));
  }

  /** Of tokens that each list {@link #LISTED} slots, of so many bytes. */
  private static Work sparse(Model model, long tokens, long slotBytes) {
    long widths = (long) model.cacheWidth() + model.latent();
    return new Work(
        2 * tokens * LISTED * model.heads() * widths,
        tokens
            * (LISTED * (slotBytes + Integer.BYTES)
                + model.heads() * (BF16 * widths + Float.BYTES)));
  }

  private static long fp8(Model model) {
    return new Fp8DsMlaLayout(model.latent(), model.rope()).bytesPerToken();
  }

  private static Work moved(long numbers) {
    return new Work(0, BF16 * numbers);
  }
}
