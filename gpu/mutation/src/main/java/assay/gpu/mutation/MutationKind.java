package assay.gpu.mutation;

import java.util.Locale;

/** What was done to an instruction. */
public enum MutationKind {
  DROP_BARRIER("a barrier is left out"),
  MOVE_BARRIER("a barrier stands on the other side of an access to shared memory"),
  DROP_FENCE("a fence is left out"),
  DROP_WAIT("a wait for asynchronous copies is left out"),
  MOVE_WAIT("a wait for asynchronous copies stands behind an access to shared memory"),
  WEAKEN_WAIT("a wait leaves one more group of copies under way"),
  DROP_COMMIT("a group of asynchronous copies is not closed"),
  DROP_COPY("an asynchronous copy is left out"),
  DROP_STORE("a store is left out"),
  SHIFT_ADDRESS("an address is off by one element"),
  CHANGE_INTEGER("an integer constant is off by one"),
  CHANGE_FLOAT("a floating-point constant is twice as large, or has the other sign"),
  CHANGE_OPERATION("an addition is a subtraction, a maximum a minimum, or the other way round"),
  SWAP_OPERANDS("two operands are swapped"),
  SHIFT_COMPARISON("a comparison is off by one: less for less or equal, and so on"),
  NEGATE_COMPARISON("equal for not equal, or the other way round"),
  FLIP_GUARD("an instruction is executed where it should not be, and not where it should"),
  IGNORE_GUARD("an instruction is executed everywhere"),
  NEVER("an instruction with a guard is never executed"),
  DROP_FACTOR("a factor is left out of a product"),
  DROP_TERM("a term is left out of a sum"),
  CHANGE_ROUNDING("a result is cut off instead of rounded to nearest"),
  NARROW_RESULT("a result passes through bf16"),
  TRANSPOSE("a matrix is loaded the other way round");

  private final String meaning;

  MutationKind(String meaning) {
    this.meaning = meaning;
  }

  /** What is wrong, as a clause. */
  public String meaning() {
    return meaning;
  }

  /** In kebab-case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
