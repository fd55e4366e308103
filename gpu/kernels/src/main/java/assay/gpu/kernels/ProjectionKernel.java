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
import assay.spec.NumericContract;
import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.spec.Result;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Launches {@code projection.cu}, or any PTX with the same entries and parameters. */
public final class ProjectionKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = Projection.OPERATOR.name().snake();

  /** What a block makes of y. */
  private enum Tile {
    /** Up to 64 tokens, a decode step's. */
    TOKENS_16(16, 64, 128, 4 * 10_240),
    TOKENS_128(128, 128, 256, 3 * 32_768);

    private static final int FEW_TOKENS = 64;

    private final int tokens;
    private final int outputs;
    private final int threads;
    private final int sharedBytes;

    Tile(int tokens, int outputs, int threads, int sharedBytes) {
      this.tokens = tokens;
      this.outputs = outputs;
      this.threads = threads;
      this.sharedBytes = sharedBytes;
    }

    static Tile of(int tokens) {
      return tokens <= FEW_TOKENS ? TOKENS_16 : TOKENS_128;
    }

    String stem() {
      return STEM + "_" + tokens;
    }

    String reason() {
      String many = this == TOKENS_16 ? "at most" : "more than";
      return "%s %d tokens, tiles of %d tokens and %d outputs"
          .formatted(many, FEW_TOKENS, tokens, outputs);
    }

    LaunchConfig config(int allTokens, int allOutputs) {
      int across = Math.ceilDiv(allOutputs, outputs);
      int down = Math.ceilDiv(allTokens, tokens);
      return new LaunchConfig(Dim3.of(across, down), Dim3.of(threads), sharedBytes);
    }
  }

  private final Device device;
  private final KernelFormat format;
  private final DeviceModule module;
  private final Map<Tile, Kernel> kernels = new EnumMap<>(Tile.class);

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @param format of y; x and weights are BF16
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public ProjectionKernel(Device device, PtxSource ptx, KernelFormat format) {
    this.device = device;
    this.format = format;
    this.module = device.load(ptx);
    for (Tile tile : Tile.values()) {
      kernels.put(tile, module.kernel(format.entry(tile.stem())));
    }
  }

  /** One chain on the matrix unit. */
  public static NumericContract contract(KernelFormat format) {
    return HeadProducts.contract(format);
  }

  @Override
  public KernelChoice choose(Problem problem) {
    Tile tile = Tile.of(problem.tokens());
    return new KernelChoice(STEM, format.entry(tile.stem()), tile.reason());
  }

  /**
   * Runs the kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if BF16 does not hold x and the weights exactly, weights
   *     are scaled by blocks, or the device has no room for them
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    return Transfers.supported(() -> launch(problem));
  }

  /** A row's numbers in y and in x. */
  record Widths(int outputs, int inputs) {}

  /**
   * Issues the kernel on what is on the device; no tokens are nothing.
   *
   * @param x [tokens, I] BF16
   * @param weights [O, I] BF16
   * @param y [tokens, O] for the result
   */
  void issue(DeviceSlice x, DeviceSlice weights, DeviceSlice y, int tokens, Widths widths) {
    if (tokens > 0) {
      Tile tile = Tile.of(tokens);
      KernelArguments arguments = new KernelArguments().slice(x).slice(weights).slice(y);
      arguments.int32(tokens).int32(widths.outputs).int32(widths.inputs);
      Objects.requireNonNull(kernels.get(tile))
          .launch(tile.config(tokens, widths.outputs), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    int outputs = problem.weights().outputs();
    int count = Math.multiplyExact(problem.tokens(), outputs);
    KernelFormat bf16 = KernelFormat.BF16;
    try (DeviceBuffer x = bf16.upload(device, "x", problem.x(), STEM);
        DeviceBuffer weights =
            bf16.upload(device, "weights", HeadProducts.dense(problem.weights(), STEM), STEM);
        DeviceBuffer y = format.results(device, count)) {
      Widths widths = new Widths(outputs, problem.weights().inputs());
      issue(
          DeviceSlice.of(x), DeviceSlice.of(weights), DeviceSlice.of(y), problem.tokens(), widths);
      device.synchronize();
      return Projection.result(problem, format.read(y, count));
    }
  }
}
