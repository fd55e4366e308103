package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import java.util.function.IntBinaryOperator;

/** Logic on predicates, all lanes at once. PTX ISA 9.7.8. */
final class PredicateLogic {

  private PredicateLogic() {}

  static void define(Forms forms) {
    forms.add("9.7.8.1", "and.pred", f -> (i, b) -> combine(i, b, (x, y) -> x & y));
    forms.add("9.7.8.2", "or.pred", f -> (i, b) -> combine(i, b, (x, y) -> x | y));
    forms.add("9.7.8.3", "xor.pred", f -> (i, b) -> combine(i, b, (x, y) -> x ^ y));
    forms.add("9.7.8.4", "not.pred", f -> (i, b) -> one(i, b, -1));
    forms.add("9.7.9.3", "mov.pred", f -> PredicateLogic::move);
  }

  private static Step combine(Instruction instruction, Binding binding, IntBinaryOperator op) {
    int a = binding.predicate(instruction.operand(1));
    int b = binding.predicate(instruction.operand(2));
    int to = binding.write('P', instruction.operand(0));
    return new Combine(to, a, b, op);
  }

  private static Step move(Instruction instruction, Binding binding) {
    if (instruction.operand(1) instanceof Operand.Int(long value)) {
      int to = binding.write('P', instruction.operand(0));
      int any = binding.fresh(Type.PRED);
      int bits = value == 0 ? 0 : -1;
      return new Combine(to, any, any, (x, y) -> bits);
    }
    return one(instruction, binding, 0);
  }

  private static Step one(Instruction instruction, Binding binding, int flip) {
    int a = binding.predicate(instruction.operand(1));
    int to = binding.write('P', instruction.operand(0));
    return new Combine(to, a, a, (x, y) -> x ^ flip);
  }

  /** Sets a predicate from two others. */
  static final class Combine extends Step {

    private final int to;
    private final int a;
    private final int b;
    private final IntBinaryOperator op;

    Combine(int to, int a, int b, IntBinaryOperator op) {
      this.to = to;
      this.a = a;
      this.b = b;
      this.op = op;
    }

    @Override
    public void execute(Warp warp, int mask) {
      int[] p = warp.predicates;
      p[to] = (p[to] & ~mask) | (op.applyAsInt(p[a], p[b]) & mask);
    }
  }
}
