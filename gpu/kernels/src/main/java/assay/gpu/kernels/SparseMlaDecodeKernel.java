package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.TensorDecodePlan.Variant;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Launches {@code sparse_mla_decode.cu} or {@code sparse_mla_decode_fp8.cu}, or any PTX with the
 * same entries and parameters: the decode itself, and where lists are split, the merge of the
 * parts.
 *
 * <p>Output buffers are filled with NaN before each launch. Partial results are in fresh memory,
 * which holds nothing.
 */
public final class SparseMlaDecodeKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** The stem of its files over a dense cache; their entries begin with it. */
  public static final String STEM = stem(DecodeCache.DENSE_BF16);

  /** What the committed kernel promises: it shares its arithmetic with dense decode. */
  public static final NumericContract CONTRACT = PagedMlaDecodeTensorKernel.CONTRACT;

  private static final int MAX_WIDTH = 576;
  private static final int MAX_SCALED_LATENT = 512;

  private final Device device;
  private final int multiprocessors;
  private final DecodeCache cache;
  private final String stem;
  private final DeviceModule module;
  private final DecodeEntries entries;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public SparseMlaDecodeKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.multiprocessors = device.info().multiprocessors();
    this.cache = DecodeCache.of(ptx);
    this.stem = stem(cache);
    this.module = device.load(ptx);
    this.entries = DecodeEntries.of(module, stem);
  }

  /** The stem of its files over such a cache. */
  public static String stem(DecodeCache cache) {
    return SparseMlaDecode.OPERATOR.name().snake()
        + switch (cache) {
          case DENSE_BF16 -> "";
          case FP8_DS_MLA -> "_fp8";
        };
  }

  @Override
  public KernelChoice choose(Problem problem) {
    return Variant.of(problem.heads()).choice(stem);
  }

  /**
   * Runs the kernel once.
   *
   * @throws UnsupportedProblem if the kernel has no path for the problem's widths or formats, or
   *     the device no room for it
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    cache.require(problem.cache(), slots(problem), stem);
    BFloat16Inputs.require("query", problem.query(), stem);
    requireWidths(problem);
    if (problem.batch() == 0) {
      return SparseMlaDecode.result(problem, new double[0], new double[0]);
    }
    return Transfers.supported(() -> launch(problem));
  }

  @Override
  public void close() {
    module.close();
  }

  private void requireWidths(Problem problem) {
    switch (cache) {
      case DENSE_BF16 ->
          BFloat16Inputs.requireAtMost("valueWidth", problem.valueWidth(), MAX_WIDTH, stem);
      case FP8_DS_MLA -> {
        BFloat16Inputs.requireAtMost("latent", problem.latent(), MAX_SCALED_LATENT, stem);
        BFloat16Inputs.requireAtMost("latent + rope", problem.width(), MAX_WIDTH, stem);
        requireLatentValues(problem);
      }
    }
  }

  private void requireLatentValues(Problem problem) {
    if (problem.valueWidth() != problem.latent()) {
      throw new UnsupportedProblem(
          "valueWidth is %d; %s reads values of the %d latents alone"
              .formatted(problem.valueWidth(), stem, problem.latent()));
    }
  }

  /** What is listed and valid. */
  private static IntStream slots(Problem problem) {
    int tokens = problem.batch() * problem.queryTokens();
    long pool = (long) problem.cache().pages() * problem.cache().pageSize();
    return IntStream.range(0, tokens)
        .flatMap(token -> Arrays.stream(problem.selection().slots(token, pool)));
  }

  private Result launch(Problem problem) {
    Variant variant = Variant.of(problem.heads());
    int[] counts = problem.selection().counts();
    KeySplits splits = KeySplits.of(counts, variant.blocks(problem.heads()), multiprocessors);
    long partialRows = splits.partialRows(problem.rows());
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer slots = Transfers.upload(device, problem.cache().bytes());
        DeviceBuffer list = Transfers.upload(device, problem.selection().indices());
        DeviceBuffer listed = Transfers.upload(device, counts);
        DeviceBuffer sinks = Transfers.upload(device, MemorySegment.ofArray(problem.sinks()));
        DecodeOutputs made =
            new DecodeOutputs(device, problem.rows(), problem.valueWidth(), partialRows)) {
      KernelArguments inputs = new KernelArguments().buffer(query).buffer(slots).buffer(list);
      inputs.buffer(listed).buffer(sinks).slice(made.out()).slice(made.lse());
      inputs.slice(made.partialOut()).slice(made.partialLse()).float32(problem.scale());
      addWidths(inputs.int32(problem.heads()), problem);
      decode(variant, problem, splits, withList(inputs, problem, splits));
      if (splits.count() > 1) {
        KernelArguments parts = new KernelArguments().buffer(list).buffer(listed).buffer(sinks);
        parts.slice(made.partialOut()).slice(made.partialLse()).slice(made.out()).slice(made.lse());
        merge(problem, withList(parts.int32(problem.heads()), problem, splits));
      }
      device.synchronize();
      return made.read((out, lse) -> SparseMlaDecode.result(problem, out, lse));
    }
  }

  private void addWidths(KernelArguments inputs, Problem problem) {
    switch (cache) {
      case DENSE_BF16 -> inputs.int32(problem.width());
      case FP8_DS_MLA -> inputs.int32(problem.latent()).int32(problem.rope());
    }
  }

  /** What both entries end with. */
  private static KernelArguments withList(
      KernelArguments arguments, Problem problem, KeySplits splits) {
    return arguments
        .int32(problem.valueWidth())
        .int32(problem.selection().listed())
        .int32(Math.multiplyExact(problem.cache().pages(), problem.cache().pageSize()))
        .int32(splits.keysPerSplit());
  }

  private void decode(
      Variant variant, Problem problem, KeySplits splits, KernelArguments arguments) {
    Dim3 grid =
        new Dim3(
            variant.blocks(problem.heads()) * splits.count(),
            problem.queryTokens(),
            problem.batch());
    LaunchConfig config =
        new LaunchConfig(grid, variant.block(), variant.sharedBytes(problem.width()));
    entries.decode(variant).launch(config, arguments);
  }

  private void merge(Problem problem, KernelArguments arguments) {
    entries
        .combine()
        .launch(
            TensorDecodePlan.combine(problem.heads(), problem.queryTokens(), problem.batch()),
            arguments);
  }
}
