package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceMemoryPool;
import assay.gpu.device.PtxSource;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.TokenSchedule;
import assay.spec.UnsupportedProblem;
import java.util.stream.IntStream;

/**
 * Runs problems on a {@link DeviceMlaLayer}, with {@code mla_layer.cu} or any PTX with the same
 * entries and parameters, and the committed kernels of the layer's operators.
 *
 * <p>Sequences take their steps together: the first step of each, then the second of those that
 * have one.
 */
public final class MlaLayerKernel implements ChoosingKernel<Problem> {

  /** The stem of its files; its entries begin with it. */
  public static final String STEM = MlaLayer.OPERATOR.name().snake();

  /**
   * What the committed kernels together promise: chains on the matrix unit, results and softmax
   * weights in BF16. The error of ex2.approx is from PTX ISA 8.0, 9.7.3.21.
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

  private final Device device;
  private final LayerKernels kernels;

  /**
   * Loads {@code ptx} and the operators' kernels on {@code device}, which the caller closes.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public MlaLayerKernel(Device device, PtxSource ptx) {
    this.device = device;
    this.kernels = new LayerKernels(device, ptx);
  }

  /** The entry for attention, by its form and then as that kernel's own launcher chooses. */
  @Override
  public KernelChoice choose(Problem problem) {
    MlaShape shape = problem.shape();
    return switch (problem.form()) {
      case ABSORBED -> ChosenDecodeKernel.dense(shape.cacheWidth(), shape.heads());
      case EXPANDED -> MlaPrefillKernel.choice(shape.value());
    };
  }

  /**
   * Runs all steps.
   *
   * @throws UnsupportedProblem if the cache does not store BF16, the kernels have no path for the
   *     widths, BF16 does not hold weights and hidden states exactly, or the device has no room
   * @throws assay.gpu.device.DeviceFault if a kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    if (problem.store().format() != FloatFormat.BF16) {
      throw new UnsupportedProblem(
          "store is %s; %s reads BF16".formatted(problem.store().format(), STEM));
    }
    return Transfers.supported(() -> launch(problem));
  }

  private Result launch(Problem problem) {
    TokenSchedule schedule = problem.schedule();
    int longest = IntStream.range(0, schedule.batch()).map(schedule::tokens).max().orElse(0);
    int pageSize = problem.store().pageSize();
    int positions = Math.ceilDiv(longest, pageSize) * pageSize;
    try (DeviceMemoryPool pool = new DeviceMemoryPool(device);
        DeviceMlaLayer layer =
            DeviceMlaLayer.of(kernels, pool, problem.weights(), problem.constants(), positions)) {
      return new LayerRun(device, pool, layer, problem).result();
    }
  }
}
