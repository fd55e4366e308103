package assay.gpu.emulator.execute;

import assay.gpu.emulator.machine.Ordering;
import assay.gpu.ptx.Instruction;
import java.util.List;

/** How strong an access is, by its modifiers. PTX ISA 9.7.9.8, 9.7.9.11 and 9.7.13.5. */
final class Orderings {

  private static final List<String> STRONG =
      List.of("volatile", "relaxed", "acquire", "release", "mmio");

  private Orderings() {}

  /** Loads and stores are weak unless they say otherwise; volatile ones are for everybody. */
  static Ordering ofAccess(Instruction instruction) {
    boolean strong = STRONG.stream().anyMatch(instruction::has);
    boolean wide = !instruction.has("cta") && !instruction.has("cluster");
    return strong
        ? new Ordering(true, instruction.has("acquire"), instruction.has("release"), wide)
        : Ordering.WEAK;
  }

  /** Atomic operations are relaxed, and for the whole GPU, unless they say otherwise. */
  static Ordering ofAtomic(Instruction instruction) {
    boolean both = instruction.has("acq_rel");
    boolean wide = !instruction.has("cta") && !instruction.has("cluster");
    return new Ordering(
        true, both || instruction.has("acquire"), both || instruction.has("release"), wide);
  }
}
