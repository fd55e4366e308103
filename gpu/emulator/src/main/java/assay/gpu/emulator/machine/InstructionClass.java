package assay.gpu.emulator.machine;

import java.util.List;
import java.util.Locale;

/** What kind of work an instruction is. */
public enum InstructionClass {
  INTEGER,
  FLOAT,
  MATRIX,
  MOVE,
  CONVERT,
  SHUFFLE,
  LOAD_GLOBAL,
  STORE_GLOBAL,
  LOAD_SHARED,
  STORE_SHARED,
  LOAD_STORE_OTHER,
  ATOMIC,
  COPY,
  BARRIER,
  CONTROL;

  private static final List<String> FLOATS =
      List.of("f16", "f16x2", "bf16", "bf16x2", "f32", "f64");

  /**
   * Of an instruction of this opcode with these modifiers. Comparisons count with what they
   * compare; generic addresses as global.
   */
  public static InstructionClass of(String opcode, List<String> modifiers) {
    return switch (opcode) {
      case "bra", "ret", "exit", "call", "trap", "brkpt" -> CONTROL;
      case "bar", "barrier", "membar", "fence" -> BARRIER;
      case "cp" -> modifiers.contains("shared") ? COPY : BARRIER;
      case "mma" -> MATRIX;
      case "ldmatrix" -> LOAD_SHARED;
      case "stmatrix" -> STORE_SHARED;
      case "atom", "red" -> ATOMIC;
      case "shfl", "vote", "match", "redux", "activemask" -> SHUFFLE;
      case "mov", "selp", "cvta", "prmt" -> MOVE;
      case "cvt" -> CONVERT;
      case "ld", "ldu" -> memory(modifiers, LOAD_GLOBAL, LOAD_SHARED);
      case "st" -> memory(modifiers, STORE_GLOBAL, STORE_SHARED);
      default -> modifiers.stream().anyMatch(FLOATS::contains) ? FLOAT : INTEGER;
    };
  }

  private static InstructionClass memory(
      List<String> modifiers, InstructionClass global, InstructionClass shared) {
    if (modifiers.contains("shared") || modifiers.contains("shared::cta")) {
      return shared;
    }
    boolean other = modifiers.stream().anyMatch(List.of("param", "local", "const")::contains);
    return other ? LOAD_STORE_OTHER : global;
  }

  /** In words. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
