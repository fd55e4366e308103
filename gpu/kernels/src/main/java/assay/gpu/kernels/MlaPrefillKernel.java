package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.LaunchRejected;
import assay.gpu.device.OutOfDeviceMemory;
import assay.gpu.device.PtxSource;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Implementation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;

/**
 * Launches {@code mla_prefill.cu}, or any PTX with the same entries and parameters.
 *
 * <p>Output buffers are filled with NaN before each launch, so that an element the kernel leaves
 * out cannot look right.
 */
public final class MlaPrefillKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = MlaPrefill.OPERATOR.name().snake();

  private static final int TILE = 64;

  /**
   * What the committed kernel promises. Scores and weighted values are chains on the matrix unit,
   * weights are rounded to bf16 before they meet the values and summed unrounded. The error of
   * ex2.approx is from PTX ISA 8.0, 9.7.3.21.
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
          TILE);

  private static final int THREADS = 128;
  private static final int FEWER_VALUES = 128;
  private static final int MAX_VALUES = 256;
  private static final int FEATURES_PER_LINE = 64;

  private final Device device;
  private final DeviceModule module;
  private final Kernel prefill128;
  private final Kernel prefill256;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public MlaPrefillKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.module = device.load(ptx);
    this.prefill128 = module.kernel(STEM + "_" + FEWER_VALUES);
    this.prefill256 = module.kernel(STEM + "_" + MAX_VALUES);
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
    BFloat16Inputs.require("query", problem.query(), STEM);
    BFloat16Inputs.require("keys", problem.keys(), STEM);
    BFloat16Inputs.require("values", problem.values(), STEM);
    BFloat16Inputs.requireAtMost("valueWidth", problem.valueWidth(), MAX_VALUES, STEM);
    if (problem.tokens() == 0) {
      return MlaPrefill.result(problem, new double[0], new double[0]);
    }
    short[] out = new short[Math.multiplyExact(problem.rows(), problem.valueWidth())];
    float[] lse = new float[problem.rows()];
    try {
      launch(problem, MemorySegment.ofArray(out), MemorySegment.ofArray(lse));
    } catch (LaunchRejected | OutOfDeviceMemory e) {
      throw new UnsupportedProblem(String.valueOf(e.getMessage()));
    }
    return MlaPrefill.result(problem, Transfers.fromBFloat16(out), Transfers.widen(lse));
  }

  @Override
  public void close() {
    module.close();
  }

  private void launch(Problem problem, MemorySegment out, MemorySegment lse) {
    int[] blocks = PrefillBlocks.of(problem);
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer keys = Transfers.upload(device, problem.keys().segment());
        DeviceBuffer values = Transfers.upload(device, problem.values().segment());
        DeviceBuffer queryStarts = Transfers.upload(device, problem.queryStarts());
        DeviceBuffer keyStarts = Transfers.upload(device, problem.keyStarts());
        DeviceBuffer table = Transfers.upload(device, blocks);
        DeviceBuffer outBuffer = Transfers.poisoned(device, out.byteSize());
        DeviceBuffer lseBuffer = Transfers.poisoned(device, lse.byteSize())) {
      KernelArguments arguments = new KernelArguments().buffer(query).buffer(keys).buffer(values);
      arguments.buffer(queryStarts).buffer(keyStarts).buffer(table);
      arguments.buffer(outBuffer).buffer(lseBuffer).float32(problem.scale());
      arguments.int32(problem.heads()).int32(problem.keyWidth()).int32(problem.valueWidth());
      arguments.int32(problem.causal() ? 1 : 0);
      Kernel kernel = problem.valueWidth() <= FEWER_VALUES ? prefill128 : prefill256;
      kernel.launch(config(problem, blocks.length / 2), arguments);
      device.synchronize();
      outBuffer.read(out);
      lseBuffer.read(lse);
    }
  }

  /** Shared memory holds the block's queries, a tile of keys and one of values. */
  private static LaunchConfig config(Problem problem, int blocks) {
    int keyRows = PrefillBlocks.TOKENS + TILE;
    return new LaunchConfig(
        new Dim3(problem.heads(), blocks, 1),
        Dim3.of(THREADS),
        keyRows * rowBytes(problem.keyWidth()) + TILE * rowBytes(problem.valueWidth()));
  }

  private static int rowBytes(int width) {
    return Math.ceilDiv(width, FEATURES_PER_LINE) * FEATURES_PER_LINE * Short.BYTES;
  }
}
