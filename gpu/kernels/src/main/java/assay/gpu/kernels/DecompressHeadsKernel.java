package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.PtxSource;
import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.Result;

/** Launches {@code decompress_heads.cu}, or any PTX with the same entries and parameters. */
public final class DecompressHeadsKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = DecompressHeads.OPERATOR.name().snake();

  private final HeadProducts products;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of the result; slots and weights are BF16
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public DecompressHeadsKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.products = new HeadProducts(device, ptx, format, STEM);
  }

  /** One chain on the matrix unit. */
  public static NumericContract contract(KernelFormat format) {
    return HeadProducts.contract(format);
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if BF16 does not hold slots and the weights exactly,
   *     weights are scaled by blocks, or the device has no room for them
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    return Transfers.supported(() -> launch(problem));
  }

  /**
   * What the kernel works on.
   *
   * @param slots [tokens, D + R] BF16
   * @param weights [all heads, E + V, D] BF16
   * @param k [tokens, H, E + R] for the result
   * @param v [tokens, H, V] for the result
   */
  record Buffers(DeviceSlice slots, DeviceSlice weights, DeviceSlice k, DeviceSlice v) {}

  /** Issues the kernel for H heads from {@code firstHead} on; no tokens are nothing. */
  void issue(Buffers buffers, int tokens, HeadWidths widths, int firstHead) {
    if (tokens > 0) {
      KernelArguments arguments = new KernelArguments().slice(buffers.slots).slice(buffers.weights);
      arguments.slice(buffers.k).slice(buffers.v).int32(tokens).int32(widths.latent());
      arguments.int32(widths.nope()).int32(widths.value()).int32(widths.rope()).int32(firstHead);
      int widest = Math.max(widths.nope(), widths.value());
      products.issue(arguments, widest, tokens, 2 * widths.heads());
    }
  }

  @Override
  public void close() {
    products.close();
  }

  private Result launch(Problem problem) {
    LatentUp up = problem.up();
    int rows = problem.tokens() * problem.headCount();
    int keys = rows * problem.keyWidth();
    int values = rows * up.value();
    try (DeviceBuffer slots = products.upload("slots", problem.slots());
        DeviceBuffer weights =
            products.upload(up);
        DeviceBuffer k = products.results(keys);
        DeviceBuffer v = products.results(values)) {
      Buffers buffers =
          new Buffers(
              DeviceSlice.of(slots), DeviceSlice.of(weights), DeviceSlice.of(k), DeviceSlice.of(v));
      HeadWidths widths = HeadWidths.of(up, problem.rope()).withHeads(problem.headCount());
      issue(buffers, problem.tokens(), widths, problem.firstHead());
      return DecompressHeads.result(problem, products.read(k, keys), products.read(v, values));
    }
  }
}
