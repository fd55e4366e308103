package assay.gpu.jcuda;

import assay.gpu.device.Dim3;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.LaunchRejected;

/**
 * How large a launch may be.
 *
 * @param sharedBytes static and dynamic shared memory of one block together, opted in
 */
record LaunchLimits(Dim3 grid, Dim3 block, int sharedBytes) {

  /**
   * Holds a launch against the limits of the device and of the kernel.
   *
   * @throws LaunchRejected naming what does not fit
   */
  void require(LaunchConfig config, KernelResources kernel) {
    requireInside("grid", config.grid(), grid);
    requireInside("block", config.block(), block);
    requireAtMost("threads per block", config.block().count(), kernel.maxThreadsPerBlock());
    requireAtMost(
        "shared bytes per block",
        (long) kernel.staticSharedBytes() + config.dynamicSharedBytes(),
        sharedBytes);
  }

  private static void requireInside(String what, Dim3 value, Dim3 limit) {
    boolean inside =
        value.count() > 0
            && value.x() <= limit.x()
            && value.y() <= limit.y()
            && value.z() <= limit.z();
    if (!inside) {
      throw new LaunchRejected(
          "the %s is %s; (1, 1, 1) to %s are allowed".formatted(what, value, limit));
    }
  }

  private static void requireAtMost(String what, long value, long limit) {
    if (value > limit) {
      throw new LaunchRejected("%s are %d; at most %d are allowed".formatted(what, value, limit));
    }
  }
}
