package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.load.Nothing;
import assay.gpu.emulator.load.UnsupportedForm;
import assay.gpu.emulator.machine.Address;
import assay.gpu.emulator.machine.Load;
import assay.gpu.emulator.machine.MemorySpace;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Store;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Type;
import assay.gpu.ptx.Variable;
import java.util.List;

/** Loads and stores. PTX ISA 9.7.9.8 to 9.7.9.12. */
final class Memory {

  private static final String TYPES =
      "{,.v2,.v4}{.b8,.b16,.b32,.b64,.u8,.u16,.u32,.u64,.s8,.s16,.s32,.s64,.f32,.f64}";

  private Memory() {}

  static void define(Forms forms) {
    forms.add(
        "9.7.9.8",
        "ld{,.const,.global,.local,.param,.shared}" + TYPES,
        f -> (i, b) -> load(f, i, b));
    forms.add(
        "9.7.9.11", "st{,.global,.local,.param,.shared}" + TYPES, f -> (i, b) -> store(f, i, b));
    forms.add("9.7.9.15", "prefetch{,.global,.local}{.L1,.L2}", f -> (i, b) -> Nothing.INSTANCE);
    forms.add("9.7.9.15", "prefetchu.L1", f -> (i, b) -> Nothing.INSTANCE);
  }

  private static Step load(Form form, Instruction instruction, Binding binding) {
    Type type = form.type();
    Address address = address(form, instruction.operand(1), binding);
    List<Load.Target> targets =
        elements(form, instruction.operand(0)).stream()
            .map(operand -> target(operand, binding))
            .toList();
    return new Load(address, type.bytes(), type.signed(), targets, Orderings.ofAccess(instruction));
  }

  private static Load.Target target(Operand operand, Binding binding) {
    if (operand instanceof Operand.Sink) {
      return new Load.Target(true, binding.fresh(Type.B64), 64);
    }
    Register register = binding.register(operand);
    char letter = Binding.letter(register.type());
    return new Load.Target(letter == 'L', binding.write(letter, operand), register.type().bits());
  }

  private static Step store(Form form, Instruction instruction, Binding binding) {
    Type type = form.type();
    Address address = address(form, instruction.operand(0), binding);
    List<Store.Source> sources =
        elements(form, instruction.operand(1)).stream()
            .map(operand -> source(operand, type, binding))
            .toList();
    return new Store(address, type.bytes(), sources, Orderings.ofAccess(instruction));
  }

  private static Store.Source source(Operand operand, Type type, Binding binding) {
    boolean wide =
        type.bits() == 64
            || (operand instanceof Operand.Reg(Register register)
                && Binding.letter(register.type()) == 'L');
    return new Store.Source(wide, wide ? binding.wide(operand) : binding.word(operand, type));
  }

  private static List<Operand> elements(Form form, Operand operand) {
    int wanted = form.has("v4") ? 4 : form.has("v2") ? 2 : 1;
    List<Operand> list =
        operand instanceof Operand.Vector(List<Operand> elements) ? elements : List.of(operand);
    if (list.size() != wanted) {
      throw new UnsupportedForm("%s needs %d registers".formatted(form.opcode(), wanted));
    }
    return list;
  }

  /** The address operand of an access in the space that its form names. */
  static Address address(Form form, Operand operand, Binding binding) {
    if (!(operand instanceof Operand.Address(Operand base, long offset))) {
      throw new UnsupportedForm("operand %s is not an address".formatted(operand));
    }
    MemorySpace named = space(form, base);
    MemorySpace space =
        named == MemorySpace.GENERIC && base instanceof Operand.VariableName(Variable variable)
            ? space(variable.space())
            : named;
    boolean word =
        base instanceof Operand.Reg(Register register) && Binding.letter(register.type()) == 'W';
    return word
        ? new Address(space, false, binding.word(base, Type.B32), offset)
        : new Address(space, true, binding.wide(base), offset);
  }

  /** An argument variable of a call that was inlined lies in local memory. */
  private static MemorySpace space(Form form, Operand base) {
    MemorySpace space =
        form.modifiers().stream()
            .flatMap(modifier -> StateSpace.named(modifier).stream())
            .map(Memory::space)
            .findFirst()
            .orElse(MemorySpace.GENERIC);
    return base instanceof Operand.VariableName(Variable variable)
            && variable.space() == StateSpace.PARAM
        ? MemorySpace.LOCAL
        : space;
  }

  /** The memory that a state space is kept in. */
  static MemorySpace space(StateSpace space) {
    return switch (space) {
      case CONST, GLOBAL -> MemorySpace.GLOBAL;
      case LOCAL -> MemorySpace.LOCAL;
      case PARAM -> MemorySpace.PARAM;
      case SHARED -> MemorySpace.SHARED;
    };
  }
}
