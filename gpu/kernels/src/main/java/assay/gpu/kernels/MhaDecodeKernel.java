package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.TensorDecodePlan.Variant;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.NumericContract;
import assay.spec.Result;
import java.util.Arrays;

/**
 * Launches {@code mha_decode.cu}, or any PTX with the same entries and parameters: the decode
 * itself, and where keys are split, the merge of the parts.
 *
 * <p>Output buffers are filled with NaN before each launch. Partial results are in fresh memory,
 * which holds nothing.
 */
public final class MhaDecodeKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = MhaDecode.OPERATOR.name().snake();

  /** What the committed kernel promises: it shares its arithmetic with latent decode. */
  public static final NumericContract CONTRACT = PagedMlaDecodeTensorKernel.CONTRACT;

  private static final int FEWER_VALUES = 128;
  private static final int MAX_VALUES = 512;
  private static final Variant VARIANT = Variant.HEADS_16;

  private final Device device;
  private final int multiprocessors;
  private final DeviceModule module;
  private final Kernel decode128;
  private final Kernel decode512;
  private final Kernel combine;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public MhaDecodeKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.multiprocessors = device.info().multiprocessors();
    this.module = device.load(ptx);
    this.decode128 = module.kernel(STEM + "_" + FEWER_VALUES);
    this.decode512 = module.kernel(STEM + "_" + MAX_VALUES);
    this.combine = module.kernel(STEM + "_combine");
  }

  @Override
  public KernelChoice choose(Problem problem) {
    boolean fewer = problem.valueWidth() <= FEWER_VALUES;
    return new KernelChoice(
        STEM,
        STEM + "_" + (fewer ? FEWER_VALUES : MAX_VALUES),
        fewer
            ? "values of at most %d features, 16 sums a thread".formatted(FEWER_VALUES)
            : "values of more than %d features, 64 sums a thread".formatted(FEWER_VALUES));
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if the kernel has no path for the problem's widths or
   *     formats, or the device no room for it
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    BFloat16Inputs.require("query", problem.query(), STEM);
    BFloat16Inputs.require("keys", problem.keys(), STEM);
    BFloat16Inputs.require("values", problem.values(), STEM);
    BFloat16Inputs.requireAtMost("valueWidth", problem.valueWidth(), MAX_VALUES, STEM);
    if (problem.batch() == 0) {
      return MhaDecode.result(problem, new double[0], new double[0]);
    }
    return Transfers.supported(() -> launch(problem));
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    KeySplits splits = KeySplits.of(visible(problem), blocks(problem), multiprocessors);
    long partialRows = splits.partialRows(problem.rows());
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer keys = Transfers.upload(device, problem.keys().segment());
        DeviceBuffer values = Transfers.upload(device, problem.values().segment());
        DeviceBuffer pages = Transfers.upload(device, problem.table().entries());
        DeviceBuffer lengths = Transfers.upload(device, problem.table().lengths());
        DecodeOutputs made =
            new DecodeOutputs(device, problem.rows(), problem.valueWidth(), partialRows)) {
      KernelArguments inputs = new KernelArguments().buffer(query).buffer(keys).buffer(values);
      inputs.buffer(pages).buffer(lengths).slice(made.out()).slice(made.lse());
      decode(problem, splits, inputs.slice(made.partialOut()).slice(made.partialLse()));
      if (splits.count() > 1) {
        KernelArguments parts = new KernelArguments().slice(made.partialOut());
        parts.slice(made.partialLse()).buffer(lengths).slice(made.out()).slice(made.lse());
        merge(problem, splits, parts);
      }
      device.synchronize();
      return made.read((out, lse) -> MhaDecode.result(problem, out, lse));
    }
  }

  private void decode(Problem problem, KeySplits splits, KernelArguments arguments) {
    arguments
        .float32(problem.scale())
        .int32(problem.heads())
        .int32(problem.keyValueHeads())
        .int32(problem.keyWidth())
        .int32(problem.valueWidth())
        .int32(problem.table().pageSize())
        .int32(problem.table().pagesPerSequence())
        .int32(problem.causal() ? 1 : 0)
        .int32(splits.keysPerSplit());
    Dim3 grid = new Dim3(blocks(problem) * splits.count(), problem.queryTokens(), problem.batch());
    int shared = VARIANT.sharedBytes(problem.keyWidth(), problem.valueWidth());
    Kernel kernel = problem.valueWidth() <= FEWER_VALUES ? decode128 : decode512;
    kernel.launch(new LaunchConfig(grid, VARIANT.block(), shared), arguments);
  }

  private void merge(Problem problem, KeySplits splits, KernelArguments arguments) {
    arguments
        .int32(problem.heads())
        .int32(problem.valueWidth())
        .int32(problem.causal() ? 1 : 0)
        .int32(splits.keysPerSplit());
    combine.launch(
        TensorDecodePlan.combine(problem.heads(), problem.queryTokens(), problem.batch()),
        arguments);
  }

  /** Of a query token and a split. */
  private static int blocks(Problem problem) {
    return problem.keyValueHeads() * VARIANT.blocks(problem.groupSize());
  }

  private static int[] visible(Problem problem) {
    int tokens = problem.queryTokens();
    int[] visible = new int[problem.batch() * tokens];
    Arrays.setAll(visible, i -> problem.visible(i / tokens, i % tokens));
    return visible;
  }
}
