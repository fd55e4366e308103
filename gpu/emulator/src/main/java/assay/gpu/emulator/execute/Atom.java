package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Address;
import assay.gpu.emulator.machine.Atomic;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Atomic updates: atom, red. PTX ISA 9.7.13.5 and 9.7.13.6. Lanes take turns in their order. */
final class Atom {

  private static final String SPACES = "{,.global,.shared}";

  private Atom() {}

  static void define(Forms forms) {
    operations(forms, "add", "{.u32,.s32,.f32,.u64,.s64,.f64}");
    operations(forms, "{min,max}", "{.u32,.s32,.u64,.s64}");
    operations(forms, "{and,or,xor}", "{.b32,.b64}");
    operations(forms, "{inc,dec}", "{.u32}");
    forms.add("9.7.13.5", "atom" + SPACES + ".exch{.b32,.b64}", f -> (i, b) -> atom(f, i, b));
    forms.add("9.7.13.5", "atom" + SPACES + ".cas{.b32,.b64}", f -> (i, b) -> atom(f, i, b));
  }

  private static void operations(Forms forms, String names, String types) {
    forms.add("9.7.13.5", "atom" + SPACES + "." + names + types, f -> (i, b) -> atom(f, i, b));
    forms.add("9.7.13.6", "red" + SPACES + "." + names + types, f -> (i, b) -> red(f, i, b));
  }

  private static Step atom(Form form, Instruction instruction, Binding binding) {
    return build(form, instruction, binding, instruction.operand(0), 1);
  }

  private static Step red(Form form, Instruction instruction, Binding binding) {
    return build(form, instruction, binding, new Operand.Sink(), 0);
  }

  private static Step build(
      Form form, Instruction instruction, Binding binding, Operand result, int at) {
    Type type = form.type();
    char letter = Binding.letter(type);
    Address address = Memory.address(form, instruction.operand(at), binding);
    int b = binding.read(letter, instruction.operand(at + 1), type);
    boolean three = instruction.operands().size() > at + 2;
    int c = three ? binding.read(letter, instruction.operand(at + 2), type) : b;
    int to = binding.write(letter, result);
    return new Atomic(
        address, type.bytes(), operation(form), to, b, c, Orderings.ofAtomic(instruction));
  }

  private static Atomic.Operation operation(Form form) {
    if (form.has("cas")) {
      return (old, compare, value) -> old == compare ? value : old;
    }
    if (form.type().bits() == 64) {
      LongBinaryOperator op = AtomicOperations.longs(form);
      return (old, b, c) -> op.applyAsLong(old, b);
    }
    IntBinaryOperator op = AtomicOperations.words(form);
    return (old, b, c) -> op.applyAsInt((int) old, (int) b);
  }
}
