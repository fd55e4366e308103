package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns some additions of a product into one fused operation, where neither names its rounding: PTX
 * ISA 9.7.3.3, 9.7.3.5, 9.7.4.1 and 9.7.4.3 allow it, and the assembler does it as it likes.
 */
final class Fusion {

  private static final Set<String> TYPES = Set.of("f32", "f64", "f16", "f16x2", "bf16", "bf16x2");

  private static final Set<String> ROUNDINGS = Set.of("rn", "rz", "rm", "rp");

  /** How far back a product is looked for. */
  private static final int REACH = 64;

  private final List<Instruction> body;
  private final Set<Integer> targets = new HashSet<>();

  private Fusion(List<Instruction> body) {
    this.body = body;
    for (Instruction instruction : body) {
      for (Operand operand : instruction.operands()) {
        if (operand instanceof Operand.Label(String name, int target)) {
          targets.add(target);
        }
      }
    }
  }

  /** The same code with every second such addition fused, as the seed will have it. */
  static List<Instruction> of(List<Instruction> body, Arithmetic arithmetic) {
    if (!arithmetic.open()) {
      return body;
    }
    Fusion fusion = new Fusion(body);
    List<Instruction> fused = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      boolean wanted = (arithmetic.draw(i) & 1) == 0;
      fused.add(wanted ? fusion.fused(i).orElse(body.get(i)) : body.get(i));
    }
    return fused;
  }

  private Optional<Instruction> fused(int index) {
    Instruction sum = body.get(index);
    if (!isOpen(sum, "add")) {
      return Optional.empty();
    }
    for (int term = 1; term <= 2; term++) {
      Optional<Instruction> product = product(index, sum.operand(term));
      if (product.isPresent() && isAlike(product.get(), sum)) {
        return Optional.of(fused(sum, product.get(), sum.operand(3 - term)));
      }
    }
    return Optional.empty();
  }

  private static Instruction fused(Instruction sum, Instruction product, Operand other) {
    List<String> modifiers = new ArrayList<>(List.of("rn"));
    modifiers.addAll(sum.modifiers());
    List<Operand> operands = List.of(sum.operand(0), product.operand(1), product.operand(2), other);
    return new Instruction("fma", modifiers, sum.guard(), operands, sum.line(), sum.source());
  }

  /** The multiplication that made a value, if its factors still hold what they did. */
  private Optional<Instruction> product(int index, Operand value) {
    Set<Operand> changed = new HashSet<>();
    for (int i = index - 1; i >= Math.max(0, index - REACH) && !targets.contains(i + 1); i--) {
      Instruction earlier = body.get(i);
      if (earlier.opcode().equals("bra") || earlier.operands().isEmpty()) {
        return Optional.empty();
      }
      Operand written = earlier.operand(0);
      if (written.equals(value)) {
        boolean fits =
            isOpen(earlier, "mul")
                && !earlier.has("sat")
                && earlier.guard().isEmpty()
                && !changed.contains(earlier.operand(1))
                && !changed.contains(earlier.operand(2))
                && !written.equals(earlier.operand(1))
                && !written.equals(earlier.operand(2));
        return fits ? Optional.of(earlier) : Optional.empty();
      }
      note(written, changed);
    }
    return Optional.empty();
  }

  private static void note(Operand written, Set<Operand> changed) {
    changed.add(written);
    if (written instanceof Operand.Vector(List<Operand> elements)) {
      changed.addAll(elements);
    } else if (written instanceof Operand.Pair(Operand first, Operand second)) {
      changed.add(first);
      changed.add(second);
    }
  }

  private static boolean isAlike(Instruction product, Instruction sum) {
    return product.has("ftz") == sum.has("ftz")
        && product.modifiers().getLast().equals(sum.modifiers().getLast());
  }

  private static boolean isOpen(Instruction instruction, String opcode) {
    List<String> modifiers = instruction.modifiers();
    return instruction.opcode().equals(opcode)
        && !modifiers.isEmpty()
        && TYPES.contains(modifiers.getLast())
        && modifiers.stream().noneMatch(ROUNDINGS::contains);
  }
}
