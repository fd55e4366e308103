package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/**
 * Launches {@code rotary_embedding.cu}, or any PTX with the same entries and parameters, with
 * tables made here.
 */
public final class RotaryEmbeddingKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = RotaryEmbedding.OPERATOR.name().snake();

  private static final int THREADS = 128;

  private final Device device;
  private final KernelFormat format;
  private final DeviceModule module;
  private final Kernel kernel;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of x and y
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public RotaryEmbeddingKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.device = device;
    this.format = format;
    this.module = device.load(ptx);
    this.kernel = module.kernel(format.entry(STEM));
  }

  /** Angles in binary64, cosines and all else in F32. */
  public static NumericContract contract(KernelFormat format) {
    FloatFormat f32 = FloatFormat.F32;
    Accumulation chain = Accumulation.CHAIN;
    return new NumericContract(
        FloatFormat.F64, f32, f32, chain, chain, format.format(), f32, 0, 0, 1);
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if x has another format, or the device has no room for it
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    return Transfers.supported(() -> launch(problem));
  }

  /**
   * By what tokens are turned.
   *
   * @param cosines [positions, R / 2] F32, as {@link RotationTable} has them
   * @param sines the same
   * @param positions [tokens] I32, each a row of both
   */
  record Angles(DeviceSlice cosines, DeviceSlice sines, DeviceSlice positions) {}

  /**
   * Rows of x and of y: those of a token's heads, then the next token's.
   *
   * @param stride from a row to the next, in numbers
   */
  record Rows(int tokens, int heads, int stride) {}

  /** Issues the kernel on what is on the device; y may be x, and no tokens are nothing. */
  void issue(DeviceSlice x, Angles angles, DeviceSlice y, Rows rows, Rope rope) {
    if (rows.tokens > 0) {
      boolean interleaved = rope.pairing() == RopePairing.INTERLEAVED;
      KernelArguments arguments =
          new KernelArguments().slice(x).slice(angles.cosines).slice(angles.sines);
      arguments.slice(angles.positions).slice(y).int32(rows.heads).int32(rope.pairs());
      arguments.int32(interleaved ? 1 : 0).int32(rows.stride);
      kernel.launch(new LaunchConfig(Dim3.of(rows.tokens), Dim3.of(THREADS)), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    int count = Math.toIntExact(problem.x().count());
    RotationTable table = RotationTable.of(problem.rope(), problem.positions());
    int[] rows = IntStream.range(0, problem.tokens()).toArray();
    try (DeviceBuffer x = format.upload(device, "x", problem.x(), STEM);
        DeviceBuffer cosines = Transfers.upload(device, MemorySegment.ofArray(table.cosines()));
        DeviceBuffer sines = Transfers.upload(device, MemorySegment.ofArray(table.sines()));
        DeviceBuffer positions = Transfers.upload(device, rows);
        DeviceBuffer y = format.results(device, count)) {
      Angles angles =
          new Angles(DeviceSlice.of(cosines), DeviceSlice.of(sines), DeviceSlice.of(positions));
      Rows dense = new Rows(problem.tokens(), problem.heads(), problem.rope().width());
      issue(DeviceSlice.of(x), angles, DeviceSlice.of(y), dense, problem.rope());
      device.synchronize();
      return RotaryEmbedding.result(problem, format.read(y, count));
    }
  }
}
