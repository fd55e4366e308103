package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.numerics.Elements;
import assay.spec.Accumulation;
import assay.spec.LatentUp;
import assay.spec.NumericContract;
import assay.spec.ProjectionWeights;
import assay.spec.UnsupportedProblem;

/** A loaded kernel of {@code head_product.cuh}: a product of BF16 for each head. */
final class HeadProducts implements AutoCloseable {

  private static final int TILE = 64;
  private static final int THREADS = 128;
  private static final int SHARED_BYTES = 49_152;

  private final Device device;
  private final KernelFormat format;
  private final String stem;
  private final DeviceModule module;
  private final Kernel kernel;

  /**
   * @param format of the result
   * @param stem of the kernel's files
   */
  HeadProducts(Device device, PtxSource ptx, KernelFormat format, String stem) {
    this.device = device;
    this.format = format;
    this.stem = stem;
    this.module = device.load(ptx);
    this.kernel = module.kernel(format.entry(stem));
  }

  /** One chain on the matrix unit. */
  static NumericContract contract(KernelFormat format) {
    return NumericContract.F32
        .withOutput(format.format())
        .withSums(Accumulation.AMPERE, Accumulation.AMPERE);
  }

  /** An operand by its name. */
  DeviceBuffer upload(String name, Elements operand) {
    return KernelFormat.BF16.upload(device, name, operand, stem);
  }

  /** kv_b_proj. */
  DeviceBuffer upload(LatentUp up) {
    return upload("weights", dense(up.weights(), stem));
  }

  static Elements dense(ProjectionWeights weights, String stem) {
    return switch (weights) {
      case ProjectionWeights.Dense dense -> dense.values();
      case ProjectionWeights.BlockScaled scaled ->
          throw new UnsupportedProblem("weights are scaled by blocks; " + stem + " reads BF16");
    };
  }

  /** For so many results. */
  DeviceBuffer results(int count) {
    return format.results(device, count);
  }

  /** The results, once all that was issued is done. */
  double[] read(DeviceBuffer results, int count) {
    device.synchronize();
    return format.read(results, count);
  }

  /** Issues so many products of {@code outputs} features for each token. */
  void issue(KernelArguments arguments, int outputs, int tokens, int products) {
    Dim3 grid = new Dim3(Math.ceilDiv(outputs, TILE), Math.ceilDiv(tokens, TILE), products);
    kernel.launch(new LaunchConfig(grid, Dim3.of(THREADS), SHARED_BYTES), arguments);
  }

  @Override
  public void close() {
    module.close();
  }
}
