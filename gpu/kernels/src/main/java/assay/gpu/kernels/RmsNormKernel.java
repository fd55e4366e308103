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
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;

/** Launches {@code rms_norm.cu}, or any PTX with the same entries and parameters. */
public final class RmsNormKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = RmsNorm.OPERATOR.name().snake();

  private static final int THREADS = 128;

  private final Device device;
  private final KernelFormat format;
  private final DeviceModule module;
  private final Kernel kernel;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of x, weight and y
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public RmsNormKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.device = device;
    this.format = format;
    this.module = device.load(ptx);
    this.kernel = module.kernel(format.entry(STEM));
  }

  /** F32 inside; a chain of squares for each of 128 threads, and an order for their sums. */
  public static NumericContract contract(KernelFormat format) {
    return NumericContract.F32.withOutput(format.format());
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if x or weight have another format, or the device has no
   *     room for them
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    return Transfers.supported(() -> launch(problem));
  }

  /**
   * Rows of x and of y, in numbers.
   *
   * @param width numbers under one norm
   * @param xStride from a row of x to the next
   * @param yStride from a row of y to the next
   */
  record Rows(int count, int width, int xStride, int yStride) {

    static Rows dense(int count, int width) {
      return new Rows(count, width, width, width);
    }
  }

  /** Issues the kernel on what is on the device; y may be x, and no rows are nothing. */
  void issue(DeviceSlice x, DeviceSlice weight, DeviceSlice y, Rows rows, double eps) {
    if (rows.count > 0) {
      KernelArguments arguments = new KernelArguments().slice(x).slice(weight).slice(y);
      arguments.int32(rows.width).float32((float) eps).int32(rows.xStride).int32(rows.yStride);
      kernel.launch(new LaunchConfig(Dim3.of(rows.count), Dim3.of(THREADS)), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    int count = problem.tokens() * problem.width();
    try (DeviceBuffer x = format.upload(device, "x", problem.x(), STEM);
        DeviceBuffer weight = format.upload(device, "weight", problem.weight(), STEM);
        DeviceBuffer y = format.results(device, count)) {
      Rows rows = Rows.dense(problem.tokens(), problem.width());
      issue(DeviceSlice.of(x), DeviceSlice.of(weight), DeviceSlice.of(y), rows, problem.eps());
      device.synchronize();
      return RmsNorm.result(problem, format.read(y, count));
    }
  }
}
