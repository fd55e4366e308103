package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.PtxSource;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;
import assay.spec.UnabsorbOutput.Problem;

/** Launches {@code unabsorb_output.cu}, or any PTX with the same entries and parameters. */
public final class UnabsorbOutputKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = UnabsorbOutput.OPERATOR.name().snake();

  private final HeadProducts products;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of the result; latentOut and weights are BF16
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public UnabsorbOutputKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.products = new HeadProducts(device, ptx, format, STEM);
  }

  /** One chain on the matrix unit. */
  public static NumericContract contract(KernelFormat format) {
    return HeadProducts.contract(format);
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if BF16 does not hold latentOut and the weights exactly,
   *     weights are scaled by blocks, or the device has no room for them
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    return Transfers.supported(() -> launch(problem));
  }

  /**
   * Issues the kernel on what is on the device; no tokens are nothing.
   *
   * @param latentOut [tokens, H, D] BF16
   * @param weights [H, E + V, D] BF16
   * @param out [tokens, H, V] for the result
   */
  void issue(
      DeviceSlice latentOut, DeviceSlice weights, DeviceSlice out, int tokens, HeadWidths widths) {
    if (tokens > 0) {
      KernelArguments arguments = new KernelArguments().slice(latentOut).slice(weights).slice(out);
      arguments.int32(tokens).int32(widths.latent()).int32(widths.nope()).int32(widths.value());
      products.issue(arguments, widths.value(), tokens, widths.heads());
    }
  }

  @Override
  public void close() {
    products.close();
  }

  private Result launch(Problem problem) {
    LatentUp up = problem.up();
    int count = problem.tokens() * up.heads() * up.value();
    try (DeviceBuffer latentOut = products.upload("latentOut", problem.latentOut());
        DeviceBuffer weights =
            products.upload(up);
        DeviceBuffer out = products.results(count)) {
      issue(
          DeviceSlice.of(latentOut),
          DeviceSlice.of(weights),
          DeviceSlice.of(out),
          problem.tokens(),
          HeadWidths.of(up, 0));
      return UnabsorbOutput.result(problem, products.read(out, count));
    }
  }
}
