package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
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
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import java.lang.foreign.MemorySegment;

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

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    int count = Math.toIntExact(problem.x().count());
    RotationTable table = RotationTable.of(problem.rope(), problem.positions());
    try (DeviceBuffer x = format.upload(device, "x", problem.x(), STEM);
        DeviceBuffer cosines = Transfers.upload(device, MemorySegment.ofArray(table.cosines()));
        DeviceBuffer sines = Transfers.upload(device, MemorySegment.ofArray(table.sines()));
        DeviceBuffer y = format.results(device, count)) {
      if (count > 0) {
        boolean interleaved = problem.rope().pairing() == RopePairing.INTERLEAVED;
        KernelArguments arguments = new KernelArguments().buffer(x).buffer(cosines).buffer(sines);
        arguments.buffer(y).int32(problem.heads()).int32(problem.rope().pairs());
        arguments.int32(interleaved ? 1 : 0);
        kernel.launch(new LaunchConfig(Dim3.of(problem.tokens()), Dim3.of(THREADS)), arguments);
        device.synchronize();
      }
      return RotaryEmbedding.result(problem, format.read(y, count));
    }
  }
}
