package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.PtxSource;
import assay.spec.AbsorbQuery;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Result;

/** Launches {@code absorb_query.cu}, or any PTX with the same entries and parameters. */
public final class AbsorbQueryKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = AbsorbQuery.OPERATOR.name().snake();

  private final HeadProducts products;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of the result; query and weights are BF16
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public AbsorbQueryKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.products = new HeadProducts(device, ptx, format, STEM);
  }

  /** One chain on the matrix unit. */
  public static NumericContract contract(KernelFormat format) {
    return HeadProducts.contract(format);
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if BF16 does not hold query and the weights exactly,
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
   * @param query [tokens, H, E + R] BF16
   * @param weights [H, E + V, D] BF16
   * @param q [tokens, H, D + R] for the result
   */
  void issue(DeviceSlice query, DeviceSlice weights, DeviceSlice q, int tokens, HeadWidths widths) {
    if (tokens > 0) {
      KernelArguments arguments = new KernelArguments().slice(query).slice(weights).slice(q);
      arguments.int32(tokens).int32(widths.latent()).int32(widths.nope());
      arguments.int32(widths.value()).int32(widths.rope());
      products.issue(arguments, widths.latent(), tokens, widths.heads());
    }
  }

  @Override
  public void close() {
    products.close();
  }

  private Result launch(Problem problem) {
    LatentUp up = problem.up();
    int count = problem.tokens() * up.heads() * problem.width();
    try (DeviceBuffer query = products.upload("query", problem.query());
        DeviceBuffer weights =
            products.upload(up);
        DeviceBuffer q = products.results(count)) {
      HeadWidths widths = HeadWidths.of(up, problem.rope());
      issue(
          DeviceSlice.of(query),
          DeviceSlice.of(weights),
          DeviceSlice.of(q),
          problem.tokens(),
          widths);
      return AbsorbQuery.result(problem, products.read(q, count));
    }
  }
}
