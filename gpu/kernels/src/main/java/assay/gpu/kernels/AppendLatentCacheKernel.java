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
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Launches {@code append_latent_cache.cu}, or any PTX with the same entries and parameters: one
 * entry for each layout.
 */
public final class AppendLatentCacheKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = AppendLatentCache.OPERATOR.name().snake();

  /** Every byte is exact; nothing of a contract is used. */
  public static final NumericContract CONTRACT = NumericContract.F32;

  private static final int THREADS = 128;

  private final Device device;
  private final DeviceModule module;
  private final Map<String, Kernel> kernels = new HashMap<>();

  /**
   * Loads {@code ptx} on {@code device}, which the caller keeps and closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public AppendLatentCacheKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.module = device.load(ptx);
  }

  @Override
  public KernelChoice choose(Problem problem) {
    String suffix = suffix(problem.layout());
    return new KernelChoice(STEM, STEM + "_" + suffix, "a layout of " + suffix);
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

  /**
   * New tokens.
   *
   * @param latents rows of D numbers in F32, a stride apart
   * @param ropes rows of R numbers in F32, a stride apart
   * @param slots [tokens] I64
   */
  record Rows(
      DeviceSlice latents,
      int latentStride,
      DeviceSlice ropes,
      int ropeStride,
      DeviceSlice slots) {}

  /** Where they go: pages of a layout. */
  record Pool(DeviceSlice bytes, LatentLayout layout, int pageSize, ScaleRule scaleRule) {}

  /** Issues the kernel on what is on the device; no tokens are nothing. */
  void issue(Rows rows, int tokens, Pool pool) {
    Kernel kernel = kernels.computeIfAbsent(suffix(pool.layout), this::kernel);
    if (tokens > 0) {
      KernelArguments arguments = new KernelArguments().slice(rows.latents).slice(rows.ropes);
      arguments.slice(rows.slots).slice(pool.bytes);
      place(pool, arguments);
      arguments.int32(rows.latentStride).int32(rows.ropeStride);
      kernel.launch(new LaunchConfig(Dim3.of(tokens), Dim3.of(THREADS)), arguments);
    }
  }

  @Override
  public void close() {
    module.close();
  }

  private Result launch(Problem problem) {
    MemorySegment written =
        MemorySegment.ofArray(new byte[Math.toIntExact(problem.pool().byteSize())]);
    KernelFormat f32 = KernelFormat.F32;
    try (DeviceBuffer latent = f32.upload(device, "latent", problem.latent(), STEM);
        DeviceBuffer rope = f32.upload(device, "rope", problem.rope(), STEM);
        DeviceBuffer slots = Transfers.upload(device, MemorySegment.ofArray(problem.slots()));
        DeviceBuffer bytes = Transfers.upload(device, problem.pool())) {
      LatentLayout layout = problem.layout();
      Rows rows =
          new Rows(
              DeviceSlice.of(latent),
              layout.latent(),
              DeviceSlice.of(rope),
              layout.rope(),
              DeviceSlice.of(slots));
      Pool pool = new Pool(DeviceSlice.of(bytes), layout, problem.pageSize(), problem.scaleRule());
      issue(rows, problem.tokens(), pool);
      device.synchronize();
      bytes.read(written);
    }
    return AppendLatentCache.result(problem, written);
  }

  private Kernel kernel(String suffix) {
    return module.kernel(STEM + "_" + suffix);
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
  private static void place(Pool pool, KernelArguments arguments) {
    LatentLayout layout = pool.layout;
    int pageSize = pool.pageSize;
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
        .int32(pool.scaleRule == ScaleRule.POWER_OF_TWO ? 1 : 0);
  }

  private static long scaleOffset(LatentLayout layout, int pageSize, int slot) {
    return switch (layout) {
      case DenseLayout none -> 0;
      case Fp8DsMlaLayout tiles -> tiles.scaleOffset(slot);
      case Model1Layout tiles -> tiles.scaleOffset(pageSize, slot);
    };
  }
}
