package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceSlice;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Attention of steps over the latents that the cache holds: on matrix units where keys are narrow
 * enough, else by the plain kernel.
 *
 * <p>Sequences with equally many tokens share a launch.
 */
final class AbsorbedAttention implements LayerAttention {

  private final LayerKernels.Absorbed kernels;
  private final HeadWidths widths;
  private final float scale;
  private final LayerBatch batch;
  private final int[] counts;
  private final IntUnaryOperator lengths;
  private final DeviceSlice query;
  private final DeviceSlice out;
  private final DeviceSlice lse;
  private final PagedMlaDecodeTensorKernel.Partial partial;

  /** What is made ready. */
  enum Lasting {
    /** The next step. */
    ONE_STEP,
    /** Any number of steps of equally many tokens. */
    STEPS,
    /** The same, and what one of them issues serves sequences of any length. */
    RECORDED
  }

  /**
   * @param counts tokens of each sequence of {@code batch}
   */
  AbsorbedAttention(
      AttentionSetting setting,
      DeviceArena arena,
      LayerBatch batch,
      Lasting lasting,
      int... counts) {
    int most = batch.cache().capacity().tokensPerSequence();
    this.kernels = setting.kernels().absorbed();
    this.widths = setting.widths();
    this.scale = setting.scale();
    this.batch = batch;
    this.counts = counts.clone();
    int[] next = batch.lengthsAfter(counts);
    this.lengths =
        switch (lasting) {
          case ONE_STEP -> b -> next[b];
          case STEPS -> batch::length;
          case RECORDED -> b -> most;
        };
    long rows = (long) Starts.sum(counts) * widths.heads();
    this.query = arena.allocate(rows * widths.cacheWidth() * Short.BYTES);
    this.out = arena.allocate(rows * widths.latent() * Short.BYTES);
    this.lse = arena.allocate(rows * Float.BYTES);
    long parts = runs().mapToLong(run -> partialRows(run, lasting)).max().orElse(0);
    this.partial =
        new PagedMlaDecodeTensorKernel.Partial(
            arena.allocate(parts * widths.latent() * Float.BYTES),
            arena.allocate(parts * Float.BYTES));
  }

  @Override
  public void issue(DeviceSlice queries, DeviceSlice latentUp, DeviceSlice values) {
    int tokens = Starts.sum(counts);
    kernels.absorb().issue(queries, latentUp, query, tokens, widths);
    runs().forEach(this::decode);
    kernels.unabsorb().issue(out, latentUp, values, tokens, widths);
  }

  /** Neighbouring sequences of equally many tokens. */
  private record Run(int first, int sequences, int firstToken, int tokens) {}

  private Stream<Run> runs() {
    boolean alike = Arrays.stream(counts).distinct().count() == 1;
    if (alike) {
      return Stream.of(new Run(0, counts.length, 0, counts[0]));
    }
    int[] starts = Starts.of(counts);
    return IntStream.range(0, counts.length)
        .filter(b -> counts[b] > 0)
        .mapToObj(b -> new Run(b, 1, starts[b], counts[b]));
  }

  private void decode(Run run) {
    long row = (long) run.firstToken * widths.heads();
    PagedDecodeBuffers buffers =
        new PagedDecodeBuffers(
            query.plus(row * widths.cacheWidth() * Short.BYTES),
            batch.cache().slots(),
            batch.pageTable(run.first),
            batch.lengths(run.first),
            out.plus(row * widths.latent() * Short.BYTES),
            lse.plus(row * Float.BYTES));
    if (PagedMlaDecodeTensorKernel.takes(widths.cacheWidth())) {
      kernels.tensor().issue(plan(run), buffers, partial);
    } else {
      kernels.plain().issue(buffers, shape(run));
    }
  }

  private long partialRows(Run run, Lasting lasting) {
    if (!PagedMlaDecodeTensorKernel.takes(widths.cacheWidth())) {
      return 0;
    }
    int most = batch.cache().capacity().tokensPerSequence();
    return lasting == Lasting.STEPS
        ? kernels.tensor().mostPartialRows(shape(run), most)
        : plan(run).partialRows();
  }

  private TensorDecodePlan plan(Run run) {
    int[] keys = new int[run.sequences * run.tokens];
    Arrays.setAll(
        keys,
        i -> lengths.applyAsInt(run.first + i / run.tokens) - (run.tokens - 1 - i % run.tokens));
    return kernels.tensor().plan(shape(run), keys);
  }

  private PagedDecodeShape shape(Run run) {
    return new PagedDecodeShape(
        run.sequences,
        run.tokens,
        widths.heads(),
        widths.latent(),
        widths.rope(),
        batch.cache().pageSize(),
        batch.cache().pagesPerSequence(),
        scale,
        true);
  }
}
