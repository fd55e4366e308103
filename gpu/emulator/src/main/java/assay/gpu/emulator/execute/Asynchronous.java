package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.load.UnsupportedForm;
import assay.gpu.emulator.machine.Address;
import assay.gpu.emulator.machine.AsyncCopy;
import assay.gpu.emulator.machine.MemorySpace;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.Type;
import java.util.List;

/** Asynchronous copies into shared memory. PTX ISA 9.7.9.25.3. */
final class Asynchronous {

  private Asynchronous() {}

  static void define(Forms forms) {
    forms.add("9.7.9.25.3.1", "cp.async{.ca,.cg}.shared.global", f -> (i, b) -> copy(f, i, b));
    forms.add("9.7.9.25.3.2", "cp.async.commit_group", f -> (i, b) -> new AsyncCopy.Commit());
    forms.add(
        "9.7.9.25.3.3",
        "cp.async.wait_group",
        f -> (i, b) -> new AsyncCopy.Await((int) constant(i.operand(0))));
    forms.add("9.7.9.25.3.3", "cp.async.wait_all", f -> (i, b) -> new AsyncCopy.AwaitAll());
  }

  private static Step copy(Form form, Instruction instruction, Binding binding) {
    long bytes = constant(instruction.operand(2));
    List<Long> allowed = form.has("cg") ? List.of(16L) : List.of(4L, 8L, 16L);
    if (!allowed.contains(bytes)) {
      throw new UnsupportedForm(
          "%s copies %d bytes; allowed are %s".formatted(instruction.name(), bytes, allowed));
    }
    int present = -1;
    int ignored = -1;
    if (instruction.operands().size() > 3) {
      Operand fourth = instruction.operand(3);
      if (isPredicate(fourth)) {
        ignored = binding.predicate(fourth);
      } else if (!isPolicy(fourth)) {
        present = binding.word(fourth, Type.U32);
      }
    }
    return new AsyncCopy(
        address(MemorySpace.SHARED, instruction.operand(0), binding),
        address(MemorySpace.GLOBAL, instruction.operand(1), binding),
        (int) bytes,
        present,
        ignored);
  }

  private static boolean isPredicate(Operand operand) {
    return operand instanceof Operand.Reg(Register register) && register.type() == Type.PRED;
  }

  /** A cache policy is a register of 64 bits. */
  private static boolean isPolicy(Operand operand) {
    return operand instanceof Operand.Reg(Register register)
        && Binding.letter(register.type()) == 'L';
  }

  private static Address address(MemorySpace space, Operand operand, Binding binding) {
    if (!(operand instanceof Operand.Address(Operand base, long offset))) {
      throw new UnsupportedForm("operand %s is not an address".formatted(operand));
    }
    boolean word =
        base instanceof Operand.Reg(Register register) && Binding.letter(register.type()) == 'W';
    return word
        ? new Address(space, false, binding.word(base, Type.B32), offset)
        : new Address(space, true, binding.wide(base), offset);
  }

  private static long constant(Operand operand) {
    if (operand instanceof Operand.Int(long value) && value >= 0) {
      return value;
    }
    throw new UnsupportedForm("operand %s is no constant".formatted(operand));
  }
}
