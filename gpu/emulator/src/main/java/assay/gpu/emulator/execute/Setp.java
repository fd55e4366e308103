package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Operand;

/**
 * Compares and combines: p = (a ? b) op c, q = !(a ? b) op c, the second only where asked for. PTX
 * ISA 9.7.6.3.
 */
final class Setp extends Step {

  /** How the comparison and the third operand go together. */
  enum Combination {
    NONE,
    AND,
    OR,
    XOR;

    static Combination of(Form form) {
      return form.has("and") ? AND : form.has("or") ? OR : form.has("xor") ? XOR : NONE;
    }

    int apply(int a, int b) {
      return switch (this) {
        case NONE -> a;
        case AND -> a & b;
        case OR -> a | b;
        case XOR -> a ^ b;
      };
    }
  }

  /** A predicate, perhaps complemented. */
  record Source(int place, int flip) {
    static Source of(Operand operand, Binding binding) {
      return operand instanceof Operand.Not(Operand inner)
          ? new Source(binding.predicate(inner), -1)
          : new Source(binding.predicate(operand), 0);
    }

    int of(Warp warp) {
      return warp.predicates[place] ^ flip;
    }
  }

  private final Step compare;
  private final int test;
  private final Source other;
  private final Combination combination;
  private final int to;
  private final int complement;

  Setp(Step compare, int test, Source other, Combination combination, int to, int complement) {
    this.compare = compare;
    this.test = test;
    this.other = other;
    this.combination = combination;
    this.to = to;
    this.complement = complement;
  }

  @Override
  public Step hot() {
    return new Setp(compare.hot(), test, other, combination, to, complement);
  }

  @Override
  public void execute(Warp warp, int mask) {
    compare.execute(warp, mask);
    int[] p = warp.predicates;
    int result = p[test];
    int third = other.of(warp);
    p[to] = (p[to] & ~mask) | (combination.apply(result, third) & mask);
    p[complement] = (p[complement] & ~mask) | (combination.apply(~result, third) & mask);
  }
}
