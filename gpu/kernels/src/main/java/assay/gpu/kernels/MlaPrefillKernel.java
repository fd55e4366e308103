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
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.NumericContract;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;

/**
 * Launches {@code mla_prefill.cu}, or any PTX with the same entries and parameters.
 *
 * <p>Output buffers are filled with NaN before each launch, so that an element the kernel leaves
 * out cannot look right.
 */
public final class MlaPrefillKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = MlaPrefill.OPERATOR.name().snake();

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
          Variant.VALUES_128.tile);

  private static final int THREADS = 128;
  private static final int FEATURES_PER_LINE = 64;

  /** The entries of the kernel. */
  private enum Variant {
    /** Two row tiles a warp: loads of keys and values serve twice as many products. */
    VALUES_128(128, 128, 32),
    /** One row tile a warp. */
    VALUES_256(256, 64, 64);

    private final int mostValues;
    private final int tokens;
    private final int tile;

    Variant(int mostValues, int tokens, int tile) {
      this.mostValues = mostValues;
      this.tokens = tokens;
      this.tile = tile;
    }

    static Variant of(int valueWidth) {
      return valueWidth <= VALUES_128.mostValues ? VALUES_128 : VALUES_256;
    }

    String entry() {
      return STEM + "_" + mostValues;
    }

    KernelChoice choice() {
      String values = this == VALUES_128 ? "at most" : "more than";
      return new KernelChoice(
          STEM,
          entry(),
          "values of %s %d features, a block for %d query tokens"
              .formatted(values, VALUES_128.mostValues, tokens));
    }

    /** Shared memory holds the block's queries, a tile of keys and one of values. */
    LaunchConfig config(Shape shape, int blocks) {
      return new LaunchConfig(
          new Dim3(shape.heads, blocks, 1),
          Dim3.of(THREADS),
          (tokens + tile) * rowBytes(shape.keyWidth) + tile * rowBytes(shape.valueWidth));
    }
  }

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
    this.prefill128 = module.kernel(Variant.VALUES_128.entry());
    this.prefill256 = module.kernel(Variant.VALUES_256.entry());
  }

  @Override
  public KernelChoice choose(Problem problem) {
    return choice(problem.valueWidth());
  }

  static KernelChoice choice(int valueWidth) {
    return Variant.of(valueWidth).choice();
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
    BFloat16Inputs.requireAtMost(
        "valueWidth", problem.valueWidth(), Variant.VALUES_256.mostValues, STEM);
    if (problem.tokens() == 0) {
      return MlaPrefill.result(problem, new double[0], new double[0]);
    }
    return Transfers.supported(() -> launch(problem));
  }

  /**
   * What the kernel works on.
   *
   * @param query [N_q, H, keyWidth] BF16
   * @param keys [N_k, H, keyWidth] BF16
   * @param values [N_k, H, valueWidth] BF16
   * @param queryStarts [B + 1] I32
   * @param keyStarts [B + 1] I32
   * @param blocks as {@link PrefillBlocks} makes them, I32
   * @param out [N_q, H, valueWidth] BF16 for the result
   * @param lse [N_q, H] F32 for the result
   */
  record Buffers(
      DeviceSlice query,
      DeviceSlice keys,
      DeviceSlice values,
      DeviceSlice queryStarts,
      DeviceSlice keyStarts,
      DeviceSlice blocks,
      DeviceSlice out,
      DeviceSlice lse) {}

  /** Of each of the sequences. */
  record Shape(int heads, int keyWidth, int valueWidth, float scale, boolean causal) {

    static Shape of(Problem problem) {
      return new Shape(
          problem.heads(),
          problem.keyWidth(),
          problem.valueWidth(),
          problem.scale(),
          problem.causal());
    }
  }

  /** Query tokens that a block of the kernel takes. */
  static int blockTokens(int valueWidth) {
    return Variant.of(valueWidth).tokens;
  }

  /** Issues the kernel on what is on the device; no blocks are nothing. */
  void issue(Buffers buffers, Shape shape, int blocks) {
    if (blocks > 0) {
      KernelArguments arguments = new KernelArguments().slice(buffers.query);
      arguments.slice(buffers.keys).slice(buffers.values).slice(buffers.queryStarts);
      arguments.slice(buffers.keyStarts).slice(buffers.blocks).slice(buffers.out);
      arguments.slice(buffers.lse).float32(shape.scale).int32(shape.heads);
      arguments.int32(shape.keyWidth).int32(shape.valueWidth).int32(shape.causal ? 1 : 0);
      Variant variant = Variant.of(shape.valueWidth);
      kernel(variant).launch(variant.config(shape, blocks), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    short[] out = new short[Math.multiplyExact(problem.rows(), problem.valueWidth())];
    float[] lse = new float[problem.rows()];
    int[] blocks = PrefillBlocks.of(problem, blockTokens(problem.valueWidth()));
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer keys = Transfers.upload(device, problem.keys().segment());
        DeviceBuffer values = Transfers.upload(device, problem.values().segment());
        DeviceBuffer queryStarts = Transfers.upload(device, problem.queryStarts());
        DeviceBuffer keyStarts = Transfers.upload(device, problem.keyStarts());
        DeviceBuffer table = Transfers.upload(device, blocks);
        DeviceBuffer outBuffer = Transfers.poisoned(device, (long) out.length * Short.BYTES);
        DeviceBuffer lseBuffer = Transfers.poisoned(device, (long) lse.length * Float.BYTES)) {
      Buffers buffers =
          new Buffers(
              DeviceSlice.of(query),
              DeviceSlice.of(keys),
              DeviceSlice.of(values),
              DeviceSlice.of(queryStarts),
              DeviceSlice.of(keyStarts),
              DeviceSlice.of(table),
              DeviceSlice.of(outBuffer),
              DeviceSlice.of(lseBuffer));
      issue(buffers, Shape.of(problem), blocks.length / 2);
      device.synchronize();
      outBuffer.read(MemorySegment.ofArray(out));
      lseBuffer.read(MemorySegment.ofArray(lse));
    }
    return MlaPrefill.result(problem, Transfers.fromBFloat16(out), Transfers.widen(lse));
  }

  private Kernel kernel(Variant variant) {
    return switch (variant) {
      case VALUES_128 -> prefill128;
      case VALUES_256 -> prefill256;
    };
  }

  private static int rowBytes(int width) {
    return Math.ceilDiv(width, FEATURES_PER_LINE) * FEATURES_PER_LINE * Short.BYTES;
  }
}
