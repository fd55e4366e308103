package assay.cli;

import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.DecodeCache;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.InvalidIndexRule;
import assay.spec.LatentLayout;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.Model;
import assay.spec.PageTable;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.SparseMlaDecode;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Problems that are counted and never run: all numbers are zero, and sequences share one page. */
final class CountedProblems {

  static final List<Model> MODELS = List.of(Model.DEEPSEEK_V2_LITE, Model.DEEPSEEK_V3);

  private static final int PAGE_SIZE = 64;

  /** So many keys that they are split. */
  private static final int KEYS = 4096;

  private CountedProblems() {}

  /** One query token of each sequence. */
  static PagedMlaDecode.Problem decode(DecodeCache cache, Model model, int batch, int keys) {
    return new PagedMlaDecode.Problem(
        1,
        model.heads(),
        model.latent(),
        model.rope(),
        zeros(batch * model.heads() * model.cacheWidth()),
        pool(cache, model, table(batch, keys)),
        model.softmaxScale(),
        false);
  }

  /** One query token of each sequence. */
  static MhaDecode.Problem mha(
      int heads, int keyValueHeads, int keyWidth, int valueWidth, int batch, int keys) {
    return new MhaDecode.Problem(
        1,
        heads,
        keyValueHeads,
        keyWidth,
        valueWidth,
        zeros(batch * heads * keyWidth),
        table(batch, keys),
        zeros(PAGE_SIZE * keyValueHeads * keyWidth),
        zeros(PAGE_SIZE * keyValueHeads * valueWidth),
        1,
        false);
  }

  /** One query token that lists so many slots. */
  static SparseMlaDecode.Problem sparse(DecodeCache cache, Model model, int listed) {
    return new SparseMlaDecode.Problem(
        1,
        1,
        model.heads(),
        model.latent(),
        model.rope(),
        model.latent(),
        zeros(model.heads() * model.cacheWidth()),
        pool(cache, model, table(1, PAGE_SIZE)),
        SparseMlaDecode.Selection.of(listed, new int[listed], InvalidIndexRule.MINUS_ONE),
        SparseMlaDecode.Problem.noSinks(model.heads()),
        model.softmaxScale());
  }

  /** Problems for every entry of a kernel whose entries go by the shape; of others none. */
  @SuppressWarnings("unchecked") // the operator's problems are P
  static <P> List<P> of(CommittedKernel<P> kernel) {
    DecodeCache cache =
        kernel.stem().endsWith("_fp8") ? DecodeCache.FP8_DS_MLA : DecodeCache.DENSE_BF16;
    Stream<?> problems =
        switch (kernel.operator().name().kebab()) {
          case "paged-mla-decode" -> MODELS.stream().map(model -> decode(cache, model, 1, KEYS));
          case "sparse-mla-decode" -> MODELS.stream().map(model -> sparse(cache, model, KEYS));
          case "mha-decode" ->
              Stream.of(mha(16, 16, 192, 128, 1, KEYS), mha(16, 1, 576, 512, 1, KEYS));
          case "mla-prefill" -> Stream.of(prefill(192, 128), prefill(256, 256));
          case "projection" -> Stream.of(product(1), product(KEYS));
          default -> Stream.of();
        };
    return (List<P>) problems.toList();
  }

  private static Projection.Problem product(int tokens) {
    return new Projection.Problem(zeros(tokens), new ProjectionWeights.Dense(1, 1, zeros(1)));
  }

  /** One token. */
  private static MlaPrefill.Problem prefill(int keyWidth, int valueWidth) {
    int[] starts = {0, 1};
    Elements keys = zeros(keyWidth);
    Elements values = zeros(valueWidth);
    return new MlaPrefill.Problem(
        1, keyWidth, valueWidth, starts, starts, keys, keys, values, 1, true);
  }

  private static PagedLatentCache pool(DecodeCache cache, Model model, PageTable table) {
    LatentLayout layout =
        switch (cache) {
          case DENSE_BF16 -> DenseLayout.bFloat16(model.latent(), model.rope());
          case FP8_DS_MLA -> new Fp8DsMlaLayout(model.latent(), model.rope());
        };
    return new PagedLatentCache(
        PAGE_SIZE,
        layout,
        MemorySegment.ofArray(new byte[Math.toIntExact(layout.bytesPerPage(PAGE_SIZE))]),
        table.pagesPerSequence(),
        table.entries(),
        table.lengths());
  }

  private static PageTable table(int batch, int keys) {
    int perSequence = Math.ceilDiv(keys, PAGE_SIZE);
    int[] lengths = new int[batch];
    Arrays.fill(lengths, keys);
    return new PageTable(PAGE_SIZE, 1, perSequence, new int[batch * perSequence], lengths);
  }

  private static Elements zeros(int count) {
    return Elements.allocate(FloatFormat.BF16, count);
  }
}
