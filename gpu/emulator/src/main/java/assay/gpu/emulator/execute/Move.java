package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.L_L;
import static assay.gpu.emulator.lanes.Shape.W_W;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.LongFromLong;
import assay.gpu.emulator.lanes.VectorForm;
import assay.gpu.emulator.lanes.Vectored;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.load.UnsupportedForm;
import assay.gpu.emulator.machine.MemorySpace;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Copies, packs, unpacks and converts addresses: mov, cvta. PTX ISA 9.7.9.3, 9.7.9.4, 9.7.9.20. */
final class Move {

  private static final WordFromWord.Op WORD = Vectored.of(VectorForm.Operation.COPY, a -> a);
  private static final LongFromLong.Op LONG = a -> a;

  private static final Map<Long, LongFromLong.Op> SHIFTS = new ConcurrentHashMap<>();

  private Move() {}

  static void define(Forms forms) {
    forms.add(
        "9.7.9.3",
        "mov{.b16,.b32,.b64,.u16,.u32,.u64,.s16,.s32,.s64,.f32,.f64}",
        f -> (i, b) -> move(i, b, f.type()));
    String spaces = "{.const,.global,.local,.shared,.param}";
    forms.add("9.7.9.20", "cvta" + spaces + "{.u32,.u64}", f -> (i, b) -> toGeneric(i, b));
    forms.add("9.7.9.20", "cvta.to" + spaces + "{.u32,.u64}", f -> (i, b) -> fromGeneric(i, b));
  }

  private static Step move(Instruction instruction, Binding binding, Type type) {
    if (instruction.operand(0) instanceof Operand.Vector(List<Operand> parts)) {
      return unpack(instruction.operand(1), parts, binding, type);
    }
    if (instruction.operand(1) instanceof Operand.Vector(List<Operand> parts)) {
      return pack(instruction.operand(0), parts, binding, type);
    }
    char letter = Binding.letter(type);
    int from = binding.read(letter, instruction.operand(1), type);
    int to = binding.write(letter, instruction.operand(0));
    return copy(letter, to, from);
  }

  private static Step copy(char letter, int to, int from) {
    return letter == 'W'
        ? Copies.step(W_W.loop(), WORD, to, from)
        : Copies.step(L_L.loop(), LONG, to, from);
  }

  private static Step pack(Operand to, List<Operand> parts, Binding binding, Type type) {
    int bits = type.bits() / parts.size();
    Type part = bits == 32 ? Type.B32 : bits == 16 ? Type.B16 : Type.B8;
    List<Integer> places = parts.stream().map(operand -> binding.read('W', operand, part)).toList();
    char letter = Binding.letter(type);
    return new Pack(letter == 'L', binding.write(letter, to), places, bits);
  }

  private static Step unpack(Operand from, List<Operand> parts, Binding binding, Type type) {
    int bits = type.bits() / parts.size();
    char letter = Binding.letter(type);
    int source = binding.read(letter, from, type);
    List<Integer> places = parts.stream().map(operand -> binding.write('W', operand)).toList();
    return new Unpack(letter == 'L', source, places, bits);
  }

  private static MemorySpace space(Instruction instruction) {
    StateSpace space =
        instruction.modifiers().stream()
            .flatMap(modifier -> StateSpace.named(modifier).stream())
            .findFirst()
            .orElseThrow(() -> new UnsupportedForm("cvta names no state space"));
    return Memory.space(space);
  }

  private static Step toGeneric(Instruction instruction, Binding binding) {
    return shifted(instruction, binding, space(instruction).window());
  }

  private static Step fromGeneric(Instruction instruction, Binding binding) {
    return shifted(instruction, binding, -space(instruction).window());
  }

  private static Step shifted(Instruction instruction, Binding binding, long window) {
    if (!instruction.has("u64")) {
      throw new UnsupportedForm("addresses of 32 bits are not supported");
    }
    int from = binding.wide(instruction.operand(1));
    int to = binding.write('L', instruction.operand(0));
    LongFromLong.Op op = SHIFTS.computeIfAbsent(window, w -> a -> a + w);
    return Copies.step(L_L.loop(), op, to, from);
  }
}
