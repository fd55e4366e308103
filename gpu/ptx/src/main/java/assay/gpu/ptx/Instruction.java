package assay.gpu.ptx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One instruction of a function.
 *
 * @param opcode the part before the first dot
 * @param modifiers the parts after it, without dots
 * @param guard who executes it; empty is everyone
 * @param operands as written
 * @param line in the text, from 1
 * @param source {@code file:line} of the nearest {@code .loc} before it
 */
public record Instruction(
    String opcode,
    List<String> modifiers,
    Optional<Guard> guard,
    List<Operand> operands,
    int line,
    Optional<String> source) {

  public Instruction {
    modifiers = List.copyOf(modifiers);
    operands = List.copyOf(operands);
  }

  /** The opcode with its modifiers: {@code ld.global.v2.f32}. */
  public String name() {
    return modifiers.isEmpty() ? opcode : opcode + "." + String.join(".", modifiers);
  }

  public boolean has(String modifier) {
    return modifiers.contains(modifier);
  }

  /**
   * Operand {@code index}, from 0.
   *
   * @throws PtxSyntaxError if there are fewer
   */
  public Operand operand(int index) {
    if (index >= operands.size()) {
      throw new PtxSyntaxError(
          line, "%s has %d operands; it takes more.".formatted(name(), operands.size()));
    }
    return operands.get(index);
  }

  Instruction with(List<Operand> resolved) {
    return new Instruction(opcode, modifiers, guard, resolved, line, source);
  }

  @Override
  public String toString() {
    String prefix = guard.map(g -> "@" + (g.negated() ? "!" : "") + g.predicate() + " ").orElse("");
    return prefix
        + name()
        + operands.stream().map(Operand::toString).collect(Collectors.joining(", ", " ", ";"));
  }
}
