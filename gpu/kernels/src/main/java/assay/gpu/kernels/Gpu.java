package assay.gpu.kernels;

/**
 * A GPU by its data sheet, and what one of its multiprocessors holds: what rates can be predicted
 * from, not measured.
 *
 * @param bytesPerSecond of its memory
 * @param bf16FlopPerSecond of its matrix units, dense
 * @param registers of a multiprocessor, 32 bits each
 * @param registerUnit registers that a warp is given at a time
 * @param sharedBytes of a multiprocessor
 * @param reservedSharedBytes that each block takes beside its own
 */
public record Gpu(
    String name,
    int multiprocessors,
    double bytesPerSecond,
    double bf16FlopPerSecond,
    int registers,
    int registerUnit,
    int sharedBytes,
    int reservedSharedBytes,
    int maxWarps,
    int maxBlocks) {

  private static final int WARP = 32;

  /**
   * Source: NVIDIA H200 Tensor Core GPU data sheet (4.8 TB/s; 1,979 TFLOP/s with sparsity, dense
   * half of that); CUDA C++ Programming Guide, technical specifications per compute capability,
   * 9.0.
   */
  public static final Gpu H200 =
      new Gpu("H200", 132, 4.8e12, 989.5e12, 65_536, 256, 228 << 10, 1 << 10, 64, 32);

  /** What keeps more blocks from a multiprocessor. */
  public enum Limit {
    REGISTERS,
    SHARED_MEMORY,
    WARPS,
    BLOCKS
  }

  /**
   * How many blocks a multiprocessor holds at a time.
   *
   * @param limit the first of those that allow no more
   */
  public record Occupancy(int blocks, int warps, Limit limit) {}

  /**
   * How many blocks a multiprocessor holds, and what keeps it from holding more.
   *
   * @param registersPerThread as the assembler reports them
   * @param threads of a block
   * @param sharedBytesPerBlock static and dynamic
   * @throws IllegalArgumentException if a number is negative or there are no threads
   */
  public Occupancy occupancy(int registersPerThread, int threads, int sharedBytesPerBlock) {
    if (registersPerThread < 0 || threads < 1 || sharedBytesPerBlock < 0) {
      throw new IllegalArgumentException(
          "registersPerThread is %d, threads %d and sharedBytesPerBlock %d; they must be at least 0, 1 and 0"
              .formatted(registersPerThread, threads, sharedBytesPerBlock));
    }
    int warps = Math.ceilDiv(threads, WARP);
    int ofWarp = Math.ceilDiv(Math.max(1, registersPerThread) * WARP, registerUnit) * registerUnit;
    int[] most = {
      registers / ofWarp / warps,
      sharedBytes / (sharedBytesPerBlock + reservedSharedBytes),
      maxWarps / warps,
      maxBlocks
    };
    int least = 0;
    for (int i = 1; i < most.length; i++) {
      least = most[i] < most[least] ? i : least;
    }
    return new Occupancy(most[least], most[least] * warps, Limit.values()[least]);
  }

  /** Seconds that the memory needs for it. */
  public double memorySeconds(Work work) {
    return work.bytes() / bytesPerSecond;
  }

  /** Seconds that the matrix units need for it. */
  public double matrixSeconds(Work work) {
    return work.flop() / bf16FlopPerSecond;
  }

  /** The least time that it can take: that of memory or of the matrix units. */
  public double leastSeconds(Work work) {
    return Math.max(memorySeconds(work), matrixSeconds(work));
  }
}
