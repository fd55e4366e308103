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
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;

/**
 * Launches {@code paged_mla_decode.cu}, or any PTX with the same entry and parameters.
 *
 * <p>Output buffers are filled with NaN before each launch, so that an element the kernel leaves
 * out cannot look right.
 */
public final class PagedMlaDecodeKernel implements Implementation<Problem>, AutoCloseable {

  /** The entry's name, and the stem of its files. */
  public static final String ENTRY = PagedMlaDecode.OPERATOR.name().snake();

  /**
   * What the committed kernel promises. A lane sums at most 18 of 576 products and a warp its 32
   * lanes; a thread sums all keys in one chain. The error of ex2.approx is from PTX ISA 8.0,
   * 9.7.3.21.
   */
  public static final NumericContract CONTRACT =
      new NumericContract(
          FloatFormat.F32,
          FloatFormat.F32,
          FloatFormat.F32,
          Accumulation.CHAIN.inBlocksOf(18),
          Accumulation.CHAIN,
          FloatFormat.BF16,
          FloatFormat.F32,
          0x1p-22,
          0x1p-20,
          64);

  private static final int THREADS = 128;

  private final Device device;
  private final DeviceModule module;
  private final Kernel kernel;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public PagedMlaDecodeKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.module = device.load(ptx);
    this.kernel = module.kernel(ENTRY);
  }

  /**
   * Runs the kernel once.
   *
   * @throws UnsupportedProblem if the kernel has no path for the problem's widths or formats, or
   *     the device no room for it
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    BFloat16Decode.require(problem, ENTRY);
    if (problem.batch() == 0) {
      return PagedMlaDecode.result(problem, new double[0], new double[0]);
    }
    return Transfers.supported(() -> launch(problem));
  }

  /** Issues the kernel on what is on the device; no rows are nothing. */
  void issue(PagedDecodeBuffers buffers, PagedDecodeShape shape) {
    if (shape.rows() > 0) {
      KernelArguments arguments = new KernelArguments().slice(buffers.query());
      arguments.slice(buffers.slots()).slice(buffers.pageTable()).slice(buffers.lengths());
      arguments.slice(buffers.out()).slice(buffers.lse()).float32(shape.scale());
      arguments.int32(shape.latent()).int32(shape.rope()).int32(shape.pageSize());
      arguments.int32(shape.pagesPerSequence()).int32(shape.causal() ? 1 : 0);
      kernel.launch(config(shape), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    PagedLatentCache cache = problem.cache();
    try (DeviceBuffer query = Transfers.upload(device, problem.query().segment());
        DeviceBuffer slots = Transfers.upload(device, cache.bytes());
        DeviceBuffer table = Transfers.upload(device, MemorySegment.ofArray(cache.pageTable()));
        DeviceBuffer lengths = Transfers.upload(device, MemorySegment.ofArray(cache.lengths()));
        DecodeOutputs made = new DecodeOutputs(device, problem.rows(), problem.latent(), 0)) {
      PagedDecodeBuffers buffers =
          new PagedDecodeBuffers(
              DeviceSlice.of(query),
              DeviceSlice.of(slots),
              DeviceSlice.of(table),
              DeviceSlice.of(lengths),
              made.out(),
              made.lse());
      issue(buffers, PagedDecodeShape.of(problem));
      device.synchronize();
      return made.read((out, lse) -> PagedMlaDecode.result(problem, out, lse));
    }
  }

  private static LaunchConfig config(PagedDecodeShape shape) {
    return new LaunchConfig(
        new Dim3(shape.heads(), shape.queryTokens(), shape.batch()),
        Dim3.of(THREADS),
        shape.width() * Float.BYTES);
  }
}
