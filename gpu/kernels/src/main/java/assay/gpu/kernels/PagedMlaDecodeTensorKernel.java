package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchRejected;
import assay.gpu.device.OutOfDeviceMemory;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.TensorDecodePlan.Variant;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;

/**
 * Launches {@code paged_mla_decode_tensor.cu}, or any PTX with the same entries and parameters: the
 * decode itself, and where keys are split, the merge of the parts.
 *
 * <p>Output buffers are filled with NaN before each launch. Partial results are in fresh memory,
 * which holds nothing.
 */
public final class PagedMlaDecodeTensorKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = PagedMlaDecode.OPERATOR.name().snake() + "_tensor";

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
          TensorDecodePlan.TILE);

  private static final int MAX_WIDTH = 576;

  private final Device device;
  private final int multiprocessors;
  private final DeviceModule module;
  private final Kernel decode16;
  private final Kernel decode64;
  private final Kernel combine;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public PagedMlaDecodeTensorKernel(Device device, PtxSource ptx) {
    this(device, ptx, device.info().multiprocessors());
  }

  /** The same, splitting keys as for a device of so many multiprocessors. */
  public PagedMlaDecodeTensorKernel(Device device, PtxSource ptx, int multiprocessors) {
    this.device = device;
    this.multiprocessors = KeySplits.requireMultiprocessors(multiprocessors);
    this.module = device.load(ptx);
    this.decode16 = module.kernel(Variant.HEADS_16.entry());
    this.decode64 = module.kernel(Variant.HEADS_64.entry());
    this.combine = module.kernel(STEM + "_combine");
  }

  /**
   * The variant that {@code problem} runs with, and how its keys are split.
   *
   * @throws UnsupportedProblem if the kernel has no path for the problem's widths or formats
   */
  public TensorDecodePlan plan(Problem problem) {
    BFloat16Decode.require(problem, STEM);
    if (problem.width() > MAX_WIDTH) {
      throw new UnsupportedProblem(
          "latent + rope is %d; %s takes up to %d".formatted(problem.width(), STEM, MAX_WIDTH));
    }
    return TensorDecodePlan.of(problem, multiprocessors);
  }

  /**
   * Runs the kernel once.
   *
   * @throws UnsupportedProblem as {@link #plan}, or if the device has no room for the problem
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    TensorDecodePlan plan = plan(problem);
    if (problem.batch() == 0) {
      return PagedMlaDecode.result(problem, new double[0], new double[0]);
    }
    short[] out = new short[problem.rows() * problem.latent()];
    float[] lse = new float[problem.rows()];
    try {
      launch(plan, MemorySegment.ofArray(out), MemorySegment.ofArray(lse));
    } catch (LaunchRejected | OutOfDeviceMemory e) {
      throw new UnsupportedProblem(String.valueOf(e.getMessage()));
    }
    return PagedMlaDecode.result(problem, Transfers.fromBFloat16(out), Transfers.widen(lse));
  }

  @Override
  public void close() {
    module.close();
  }

  private void launch(TensorDecodePlan plan, MemorySegment out, MemorySegment lse) {
    Problem problem = plan.problem();
    PagedLatentCache cache = problem.cache();
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer slots = Transfers.upload(device, cache.bytes());
        DeviceBuffer table = Transfers.upload(device, MemorySegment.ofArray(cache.pageTable()));
        DeviceBuffer lengths = Transfers.upload(device, MemorySegment.ofArray(cache.lengths()));
        DeviceBuffer outBuffer = Transfers.poisoned(device, out.byteSize());
        DeviceBuffer lseBuffer = Transfers.poisoned(device, lse.byteSize());
        DeviceBuffer partialOut = Transfers.partial(device, plan.partialRows() * problem.latent());
        DeviceBuffer partialLse = Transfers.partial(device, plan.partialRows())) {
      KernelArguments inputs =
          new KernelArguments().buffer(query).buffer(slots).buffer(table).buffer(lengths);
      inputs.buffer(outBuffer).buffer(lseBuffer).buffer(partialOut).buffer(partialLse);
      decode(plan, inputs);
      if (plan.splits() > 1) {
        KernelArguments parts = new KernelArguments().buffer(partialOut).buffer(partialLse);
        combine(plan, parts.buffer(lengths).buffer(outBuffer).buffer(lseBuffer));
      }
      device.synchronize();
      outBuffer.read(out);
      lseBuffer.read(lse);
    }
  }

  private void decode(TensorDecodePlan plan, KernelArguments arguments) {
    Problem problem = plan.problem();
    arguments
        .float32(problem.scale())
        .int32(problem.heads())
        .int32(problem.latent())
        .int32(problem.rope())
        .int32(problem.cache().pageSize())
        .int32(problem.cache().pagesPerSequence())
        .int32(problem.causal() ? 1 : 0)
        .int32(plan.keysPerSplit());
    Kernel kernel =
        switch (plan.variant()) {
          case HEADS_16 -> decode16;
          case HEADS_64 -> decode64;
        };
    kernel.launch(plan.decode(), arguments);
  }

  private void combine(TensorDecodePlan plan, KernelArguments arguments) {
    Problem problem = plan.problem();
    arguments
        .int32(problem.heads())
        .int32(problem.latent())
        .int32(problem.causal() ? 1 : 0)
        .int32(plan.keysPerSplit());
    combine.launch(plan.combine(), arguments);
  }
}
