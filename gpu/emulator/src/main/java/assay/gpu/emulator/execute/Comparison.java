package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.P_LL;
import static assay.gpu.emulator.lanes.Shape.P_WW;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.PredicateFromLongLong;
import assay.gpu.emulator.lanes.PredicateFromWordWord;
import assay.gpu.emulator.lanes.Shape;
import assay.gpu.emulator.lanes.VectorComparison;
import assay.gpu.emulator.lanes.Vectored;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;

/** Comparison and selection: setp, set, selp, slct. PTX ISA 9.7.6. */
final class Comparison {

  private static final String INTEGER = "{.eq,.ne,.lt,.le,.gt,.ge,.lo,.ls,.hi,.hs}";
  private static final String FLOAT =
      "{.eq,.ne,.lt,.le,.gt,.ge,.equ,.neu,.ltu,.leu,.gtu,.geu,.num,.nan}";
  private static final String COMBINE = "{,.and,.or,.xor}";

  private Comparison() {}

  static void define(Forms forms) {
    String words = "{.b16,.b32,.u16,.u32,.s16,.s32}";
    String longs = "{.b64,.u64,.s64}";
    forms.add("9.7.6.3", "setp" + INTEGER + COMBINE + words, f -> setp(f, P_WW, words(f)));
    forms.add("9.7.6.3", "setp" + INTEGER + COMBINE + longs, f -> setp(f, P_LL, longs(f)));
    forms.add("9.7.6.3", "setp" + FLOAT + COMBINE + "{,.ftz}.f32", f -> setp(f, P_WW, floats(f)));
    forms.add("9.7.6.3", "setp" + FLOAT + COMBINE + ".f64", f -> setp(f, P_LL, doubles(f)));
    String to = "{.u32,.s32,.f32}";
    forms.add("9.7.6.2", "set" + INTEGER + to + words, f -> set(f, P_WW, words(f)));
    forms.add("9.7.6.2", "set" + INTEGER + to + longs, f -> set(f, P_LL, longs(f)));
    forms.add("9.7.6.2", "set" + FLOAT + "{,.ftz}" + to + ".f32", f -> set(f, P_WW, floats(f)));
    forms.add("9.7.6.2", "set" + FLOAT + to + ".f64", f -> set(f, P_LL, doubles(f)));
    forms.add(
        "9.7.6.4",
        "selp{.b16,.b32,.b64,.u16,.u32,.u64,.s16,.s32,.s64,.f32,.f64}",
        f -> (i, b) -> Select.build(i, b, f.type()));
  }

  /** The comparison of a form: two operands that may be unordered, and what then. */
  private static String relation(Form form) {
    return form.modifiers().getFirst();
  }

  private static PredicateFromWordWord.Op words(Form form) {
    PredicateFromWordWord.Op signed = Relation.words(relation(form));
    return switch (form.type()) {
      case S32 -> vectored(form, VectorComparison.Numbers.SIGNED, signed);
      case S16 -> (a, b) -> signed.apply((short) a, (short) b);
      default ->
          vectored(
              form,
              VectorComparison.Numbers.UNSIGNED,
              (a, b) -> signed.apply(a ^ Integer.MIN_VALUE, b ^ Integer.MIN_VALUE));
    };
  }

  private static PredicateFromLongLong.Op longs(Form form) {
    PredicateFromLongLong.Op signed = Relation.longs(relation(form));
    return form.type().signed()
        ? signed
        : (a, b) -> signed.apply(a ^ Long.MIN_VALUE, b ^ Long.MIN_VALUE);
  }

  private static PredicateFromWordWord.Op floats(Form form) {
    PredicateFromWordWord.Op op = Relation.floats(relation(form));
    return vectored(
        form,
        VectorComparison.Numbers.BINARY32,
        form.has("ftz") ? (a, b) -> op.apply(Float32.flush(a), Float32.flush(b)) : op);
  }

  private static PredicateFromWordWord.Op vectored(
      Form form, VectorComparison.Numbers numbers, PredicateFromWordWord.Op op) {
    return Vectored.of(new VectorComparison(relation(form), numbers, form.has("ftz")), op);
  }

  private static PredicateFromLongLong.Op doubles(Form form) {
    return Relation.doubles(relation(form));
  }

  private static Forms.Builder setp(Form form, Shape<?> shape, Object op) {
    return (instruction, binding) -> setp(form, shape, op, instruction, binding);
  }

  private static Step setp(
      Form form, Shape<?> shape, Object op, Instruction instruction, Binding binding) {
    if (instruction.operands().size() == 3 && instruction.operand(0) instanceof Operand.Reg) {
      int to = binding.write('P', instruction.operand(0));
      return compare(form, shape, op, instruction, binding, to);
    }
    int test = binding.fresh(Type.PRED);
    Step compare = compare(form, shape, op, instruction, binding, test);
    Setp.Source other =
        instruction.operands().size() > 3
            ? Setp.Source.of(instruction.operand(3), binding)
            : new Setp.Source(test, 0);
    boolean two = instruction.operand(0) instanceof Operand.Pair;
    Operand first =
        instruction.operand(0) instanceof Operand.Pair(Operand p, Operand q)
            ? p
            : instruction.operand(0);
    int to = binding.write('P', first);
    int complement =
        two
            ? binding.write('P', ((Operand.Pair) instruction.operand(0)).second())
            : binding.fresh(Type.PRED);
    return new Setp(compare, test, other, Setp.Combination.of(form), to, complement);
  }

  private static Step compare(
      Form form, Shape<?> shape, Object op, Instruction instruction, Binding binding, int test) {
    char letter = shape.operands().charAt(0);
    int a = binding.read(letter, instruction.operand(1), form.type());
    int b = binding.read(letter, instruction.operand(2), form.type());
    return Copies.step(shape.loop(), op, test, a, b);
  }

  private static Forms.Builder set(Form form, Shape<?> shape, Object op) {
    int yes = form.resultType() == Type.F32 ? Float.floatToRawIntBits(1) : -1;
    return (instruction, binding) -> {
      int test = binding.fresh(Type.PRED);
      Step compare = compare(form, shape, op, instruction, binding, test);
      int to = binding.write('W', instruction.operand(0));
      return new Step() {
        @Override
        public void execute(Warp warp, int mask) {
          compare.execute(warp, mask);
          for (int left = mask; left != 0; left &= left - 1) {
            int lane = Integer.numberOfTrailingZeros(left);
            warp.words[to][lane] = (warp.predicates[test] >> lane & 1) != 0 ? yes : 0;
          }
        }
      };
    };
  }
}
