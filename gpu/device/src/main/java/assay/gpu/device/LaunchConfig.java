package assay.gpu.device;

/**
 * How many threads a launch has.
 *
 * @param grid blocks
 * @param block threads per block
 * @param dynamicSharedBytes shared memory per block beyond what the kernel declares
 */
public record LaunchConfig(Dim3 grid, Dim3 block, int dynamicSharedBytes) {

  public LaunchConfig {
    if (dynamicSharedBytes < 0) {
      throw new IllegalArgumentException(
          "dynamicSharedBytes is " + dynamicSharedBytes + "; it must not be negative");
    }
  }

  public LaunchConfig(Dim3 grid, Dim3 block) {
    this(grid, block, 0);
  }
}
