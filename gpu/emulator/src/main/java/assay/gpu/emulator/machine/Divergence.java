package assay.gpu.emulator.machine;

/**
 * Which lanes of a warp run when they stand at different places.
 *
 * <p>PTX promises no order, and no meeting but where an instruction names the lanes: PTX ISA 3.1.
 */
public enum Divergence {
  /** The lowest place first, so that lanes meet again where their paths do, as on older GPUs. */
  LOWEST_FIRST,
  /** The highest place first, as far as it can go: nobody waits for lanes that are behind. */
  HIGHEST_FIRST,
  /** Any; lanes also part without a branch. */
  RANDOM
}
