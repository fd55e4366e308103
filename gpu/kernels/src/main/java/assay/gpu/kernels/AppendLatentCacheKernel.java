package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;

/**
 * Launches {@code append_latent_cache.cu}, or any PTX with the same entries and parameters: one
 * entry for each layout.
 */
public final class AppendLatentCacheKernel implements Implementation<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = AppendLatentCache.OPERATOR.name().snake();

  /** Every byte is exact; nothing of a contract is used. */
  public static final NumericContract CONTRACT = NumericContract.F32;

  private static final int THREADS = 128;

  private final Device device;
  private final DeviceModule module;

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public AppendLatentCacheKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.module = device.load(ptx);
  }

  /**
   * Runs the kernel once, on a copy of the pool.
   *
   * @throws UnsupportedProblem if the kernel has no entry for the layout, F32 does not hold the
   *     inputs exactly, or the device has no room for them
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
    String entry = STEM + "_" + suffix(problem.layout());
    MemorySegment pool =
        MemorySegment.ofArray(new byte[Math.toIntExact(problem.pool().byteSize())]);
    KernelFormat f32 = KernelFormat.F32;
    try (DeviceBuffer latent = f32.upload(device, "latent", problem.latent(), STEM);
        DeviceBuffer rope = f32.upload(device, "rope", problem.rope(), STEM);
        DeviceBuffer slots = Transfers.upload(device, MemorySegment.ofArray(problem.slots()));
        DeviceBuffer bytes = Transfers.upload(device, problem.pool())) {
      if (problem.tokens() > 0) {
        KernelArguments arguments = new KernelArguments().buffer(latent).buffer(rope);
        arguments.buffer(slots).buffer(bytes);
        place(problem, arguments);
        LaunchConfig config = new LaunchConfig(Dim3.of(problem.tokens()), Dim3.of(THREADS));
        module.kernel(entry).launch(config, arguments);
        device.synchronize();
      }
      bytes.read(pool);
    }
    return AppendLatentCache.result(problem, pool);
  }

  private static String suffix(LatentLayout layout) {
    return switch (layout) {
      case DenseLayout dense -> dense(dense.format());
      case Fp8DsMlaLayout tiles -> "fp8_ds_mla";
      case Model1Layout tiles -> "model1";
    };
  }

  private static String dense(FloatFormat format) {
    return switch (format) {
      case BF16 -> "bf16";
      case FP16 -> "fp16";
      case FP8_E4M3 -> "fp8";
      case FP8_E5M2, TF32, F32, F64 ->
          throw new UnsupportedProblem(
              "layout is dense in %s; %s stores BF16, FP16 and FP8_E4M3".formatted(format, STEM));
    };
  }

  /** Where the layout puts a token, and what scales it has. */
  private static void place(Problem problem, KernelArguments arguments) {
    LatentLayout layout = problem.layout();
    int pageSize = problem.pageSize();
    long token = pageSize > 1 ? layout.latentOffset(pageSize, 1) : 0;
    arguments
        .int32(layout.latent())
        .int32(layout.rope())
        .int32(pageSize)
        .int64(layout.bytesPerPage(pageSize))
        .int32((int) token)
        .int32((int) layout.ropeOffset(pageSize, 0))
        .int32((int) scaleOffset(layout, pageSize, 0))
        .int32((int) (scaleOffset(layout, pageSize, 1) - scaleOffset(layout, pageSize, 0)))
        .float32(layout instanceof DenseLayout dense ? dense.tensorScale() : 1)
        .int32(problem.scaleRule() == ScaleRule.POWER_OF_TWO ? 1 : 0);
  }

  private static long scaleOffset(LatentLayout layout, int pageSize, int slot) {
    return switch (layout) {
      case DenseLayout none -> 0;
      case Fp8DsMlaLayout tiles -> tiles.scaleOffset(slot);
      case Model1Layout tiles -> tiles.scaleOffset(pageSize, slot);
    };
  }
}
