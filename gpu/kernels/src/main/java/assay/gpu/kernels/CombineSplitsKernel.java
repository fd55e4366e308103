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
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Result;

/** Launches {@code combine_splits.cu}, or any PTX with the same entries and parameters. */
public final class CombineSplitsKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = CombineSplits.OPERATOR.name().snake();

  private static final int THREADS = 128;

  private final Device device;
  private final KernelFormat format;
  private final DeviceModule module;
  private final Kernel kernel;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of the merged out; parts are F32
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public CombineSplitsKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.device = device;
    this.format = format;
    this.module = device.load(ptx);
    this.kernel = module.kernel(format.entry(STEM));
  }

  /** F32 inside; the error of ex2.approx is from PTX ISA 8.0, 9.7.3.21. */
  public static NumericContract contract(KernelFormat format) {
    FloatFormat f32 = FloatFormat.F32;
    Accumulation chain = Accumulation.CHAIN;
    return new NumericContract(
        f32, f32, f32, chain, chain, format.format(), f32, 0x1p-22, 0x1p-20, 1);
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if F32 does not hold the parts exactly, or the device has
   *     no room for them
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    return Transfers.supported(() -> launch(problem));
  }

  /**
   * What the kernel works on.
   *
   * @param partOut [parts, rows, width] F32
   * @param partLse [parts, rows] F32
   * @param out [rows, width] for the result
   * @param lse [rows] F32 for the result
   */
  record Buffers(DeviceSlice partOut, DeviceSlice partLse, DeviceSlice out, DeviceSlice lse) {}

  /** Issues the kernel on what is on the device; no rows are nothing. */
  void issue(Buffers buffers, int parts, int rows, int width) {
    if (rows > 0) {
      KernelArguments arguments =
          new KernelArguments().slice(buffers.partOut).slice(buffers.partLse);
      arguments.slice(buffers.out).slice(buffers.lse).int32(parts).int32(width);
      kernel.launch(new LaunchConfig(Dim3.of(rows), Dim3.of(THREADS)), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    int rows = problem.rows();
    int count = rows * problem.width();
    KernelFormat f32 = KernelFormat.F32;
    try (DeviceBuffer partOut = f32.upload(device, "out", problem.out(), STEM);
        DeviceBuffer partLse = f32.upload(device, "lseNats", problem.lseNats(), STEM);
        DeviceBuffer out = format.results(device, count);
        DeviceBuffer lse = f32.results(device, rows)) {
      Buffers buffers =
          new Buffers(
              DeviceSlice.of(partOut),
              DeviceSlice.of(partLse),
              DeviceSlice.of(out),
              DeviceSlice.of(lse));
      issue(buffers, problem.parts(), rows, problem.width());
      device.synchronize();
      return CombineSplits.result(problem, format.read(out, count), f32.read(lse, rows));
    }
  }
}
