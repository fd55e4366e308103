package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.TensorDecodePlan.Variant;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;

/**
 * Launches {@code paged_mla_decode_tensor.cu} or {@code paged_mla_decode_fp8.cu}, or any PTX with
 * the same entries and parameters: the decode itself, and where keys are split, the merge of the
 * parts.
 *
 * <p>Output buffers are filled with NaN before each launch. Partial results are in fresh memory,
 * which holds nothing.
 */
public final class PagedMlaDecodeTensorKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** The stem of its files over a dense cache; their entries begin with it. */
  public static final String STEM = stem(DecodeCache.DENSE_BF16);

  /**
   * What the committed kernels promise. Scores and weighted values are chains on the matrix unit,
   * weights are rounded to bf16 before they meet the values and summed unrounded. The error of
   * ex2.approx is from PTX ISA 8.0, 9.7.3.21.
   *
   * <p>Under scales a weight is rounded after it was multiplied by its key's scale, which must be a
   * power of two to make no difference, and a score is a chain for each 128 latents, times a scale:
   * on the way of any product that is fewer roundings than a chain over all of them has.
   */
  public static final NumericContract CONTRACT =
      new NumericContract(
          FloatFormat.F32,
          FloatFormat.BF16,
          FloatFormat.F32,
          Accumulation.AMPERE,
          Accumulation.AMPERE,
          FloatFormat.BF16,
          FloatFormat.F32,
          0x1p-22,
          0x1p-20,
          TensorDecodePlan.TILE);

  static final int MAX_WIDTH = 576;

  private final Device device;
  private final DecodeCache cache;
  private final String stem;
  private final int multiprocessors;
  private final DeviceModule module;
  private final DecodeEntries entries;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public PagedMlaDecodeTensorKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.cache = DecodeCache.of(ptx);
    this.stem = stem(cache);
    this.multiprocessors = device.info().multiprocessors();
    this.module = device.load(ptx);
    this.entries = DecodeEntries.of(module, stem);
  }

  /** The stem of its files over such a cache. */
  public static String stem(DecodeCache cache) {
    return PagedMlaDecode.OPERATOR.name().snake()
        + switch (cache) {
          case DENSE_BF16 -> "_tensor";
          case FP8_DS_MLA -> "_fp8";
        };
  }

  @Override
  public KernelChoice choose(Problem problem) {
    return Variant.of(problem.heads()).choice(stem);
  }

  /**
   * The variant that {@code problem} runs with, and how its keys are split.
   *
   * @throws UnsupportedProblem if the kernel has no path for the problem's widths or formats
   */
  public TensorDecodePlan plan(Problem problem) {
    cache.require(problem.cache(), CacheScales.slots(problem.cache()), stem);
    BFloat16Decode.requireShape(problem, stem);
    BFloat16Inputs.requireAtMost("latent + rope", problem.width(), MAX_WIDTH, stem);
    return TensorDecodePlan.of(problem, multiprocessors);
  }

  /**
   * Runs the kernel once.
   *
   * @throws UnsupportedProblem as {@link #plan}, or if the device has no room for the problem
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    TensorDecodePlan plan = plan(problem);
    if (problem.batch() == 0) {
      return PagedMlaDecode.result(problem, new double[0], new double[0]);
    }
    return Transfers.supported(() -> launch(problem, plan));
  }

  /**
   * What splits make of their keys.
   *
   * @param out [splits, B, S, H, D] F32
   * @param lse [splits, B, S, H] F32
   */
  record Partial(DeviceSlice out, DeviceSlice lse) {}

  /** Whether it has a path for keys of D + R features. */
  static boolean takes(int width) {
    return width <= MAX_WIDTH;
  }

  /** How a step is laid out on this device, of tokens that see so many keys, or fewer. */
  TensorDecodePlan plan(PagedDecodeShape shape, int... keys) {
    return TensorDecodePlan.of(shape, keys, multiprocessors);
  }

  /** The most rows of {@link Partial} that any step of this shape needs over so many keys. */
  long mostPartialRows(PagedDecodeShape shape, int keys) {
    return TensorDecodePlan.mostPartialRows(shape, keys, multiprocessors);
  }

  /**
   * Issues the kernels on what is on the device; no rows are nothing.
   *
   * @throws UnsupportedProblem if they read scales: nobody has seen whether those are powers of two
   */
  void issue(TensorDecodePlan plan, PagedDecodeBuffers buffers, Partial partial) {
    if (cache == DecodeCache.FP8_DS_MLA) {
      throw new UnsupportedProblem(
          "scales on a device are not looked at; %s reads powers of two".formatted(stem));
    }
    issueUnchecked(plan, buffers, partial);
  }

  private void issueUnchecked(TensorDecodePlan plan, PagedDecodeBuffers buffers, Partial partial) {
    if (plan.shape().rows() > 0) {
      decode(plan, buffers, partial);
      if (plan.splits() > 1) {
        combine(plan, buffers, partial);
      }
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem, TensorDecodePlan plan) {
    PagedLatentCache keys = problem.cache();
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer slots = Transfers.upload(device, keys.bytes());
        DeviceBuffer table = Transfers.upload(device, MemorySegment.ofArray(keys.pageTable()));
        DeviceBuffer lengths = Transfers.upload(device, MemorySegment.ofArray(keys.lengths()));
        DecodeOutputs made =
            new DecodeOutputs(device, problem.rows(), problem.latent(), plan.partialRows())) {
      PagedDecodeBuffers buffers =
          new PagedDecodeBuffers(
              DeviceSlice.of(query),
              DeviceSlice.of(slots),
              DeviceSlice.of(table),
              DeviceSlice.of(lengths),
              made.out(),
              made.lse());
      issueUnchecked(plan, buffers, new Partial(made.partialOut(), made.partialLse()));
      device.synchronize();
      return made.read((out, lse) -> PagedMlaDecode.result(problem, out, lse));
    }
  }

  private void decode(TensorDecodePlan plan, PagedDecodeBuffers buffers, Partial partial) {
    PagedDecodeShape shape = plan.shape();
    KernelArguments arguments = new KernelArguments().slice(buffers.query());
    arguments.slice(buffers.slots()).slice(buffers.pageTable()).slice(buffers.lengths());
    arguments.slice(buffers.out()).slice(buffers.lse()).slice(partial.out).slice(partial.lse);
    arguments.float32(shape.scale()).int32(shape.heads()).int32(shape.latent());
    arguments.int32(shape.rope()).int32(shape.pageSize()).int32(shape.pagesPerSequence());
    arguments.int32(shape.causal() ? 1 : 0).int32(plan.keysPerSplit());
    entries.decode(plan.variant()).launch(plan.decode(), arguments);
  }

  private void combine(TensorDecodePlan plan, PagedDecodeBuffers buffers, Partial partial) {
    PagedDecodeShape shape = plan.shape();
    KernelArguments arguments = new KernelArguments().slice(partial.out).slice(partial.lse);
    arguments.slice(buffers.lengths()).slice(buffers.out()).slice(buffers.lse());
    arguments.int32(shape.heads()).int32(shape.latent()).int32(shape.causal() ? 1 : 0);
    entries.combine().launch(plan.combine(), arguments.int32(plan.keysPerSplit()));
  }
}
