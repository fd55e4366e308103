package assay.gpu.emulator.machine;

/**
 * When asynchronous copies complete. PTX allows any time between the copy and the wait for it; a
 * missing wait shows with {@link #LATEST}, memory that is reused too early with {@link #EARLIEST}.
 */
public enum Completion {
  EARLIEST,
  LATEST,
  /** Each at some moment between the two, in any order. */
  RANDOM
}
