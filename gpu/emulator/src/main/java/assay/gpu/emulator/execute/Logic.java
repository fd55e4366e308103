package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.L_L;
import static assay.gpu.emulator.lanes.Shape.L_LL;
import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;
import static assay.gpu.emulator.lanes.Shape.W_WWW;
import static assay.gpu.emulator.lanes.VectorForm.Operation.AND;
import static assay.gpu.emulator.lanes.VectorForm.Operation.NOT;
import static assay.gpu.emulator.lanes.VectorForm.Operation.OR;
import static assay.gpu.emulator.lanes.VectorForm.Operation.XOR;
import static assay.gpu.emulator.lanes.Vectored.of;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.WordFromWordWordWord;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.load.UnsupportedForm;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Logic and funnel shifts. PTX ISA 9.7.8. */
final class Logic {

  private static final Map<Integer, WordFromWordWordWord.Op> TABLES = new ConcurrentHashMap<>();

  private Logic() {}

  static void define(Forms forms) {
    forms.map("9.7.8.1", "and.{b16,b32}", W_WW, f -> of(AND, (a, b) -> a & b));
    forms.map("9.7.8.1", "and.b64", L_LL, f -> (a, b) -> a & b);
    forms.map("9.7.8.2", "or.{b16,b32}", W_WW, f -> of(OR, (a, b) -> a | b));
    forms.map("9.7.8.2", "or.b64", L_LL, f -> (a, b) -> a | b);
    forms.map("9.7.8.3", "xor.{b16,b32}", W_WW, f -> of(XOR, (a, b) -> a ^ b));
    forms.map("9.7.8.3", "xor.b64", L_LL, f -> (a, b) -> a ^ b);
    forms.map("9.7.8.4", "not.b16", W_W, f -> a -> ~a & 0xffff);
    forms.map("9.7.8.4", "not.b32", W_W, f -> of(NOT, a -> ~a));
    forms.map("9.7.8.4", "not.b64", L_L, f -> a -> ~a);
    forms.map("9.7.8.5", "cnot.{b16,b32}", W_W, f -> a -> a == 0 ? 1 : 0);
    forms.map("9.7.8.5", "cnot.b64", L_L, f -> a -> a == 0 ? 1 : 0);
    Shift.define(forms);
    funnels(forms);
    forms.add("9.7.8.6", "lop3.b32", f -> Logic::lop3);
    forms.map("9.7.9.7", "prmt.b32", W_WWW, f -> Logic::permute);
    PredicateLogic.define(forms);
  }

  private static void funnels(Forms forms) {
    forms.map(
        "9.7.8.7",
        "shf.l.wrap.b32",
        W_WWW,
        f -> (a, b, n) -> (int) (pair(a, b) << (n & 31) >>> 32));
    forms.map(
        "9.7.8.7", "shf.r.wrap.b32", W_WWW, f -> (a, b, n) -> (int) (pair(a, b) >>> (n & 31)));
    forms.map(
        "9.7.8.7",
        "shf.l.clamp.b32",
        W_WWW,
        f -> (a, b, n) -> (int) (pair(a, b) << Shift.most(n, 32) >>> 32));
    forms.map(
        "9.7.8.7",
        "shf.r.clamp.b32",
        W_WWW,
        f -> (a, b, n) -> (int) (pair(a, b) >>> Shift.most(n, 32)));
  }

  private static long pair(int low, int high) {
    return (long) high << 32 | Integer.toUnsignedLong(low);
  }

  private static Step lop3(Instruction instruction, Binding binding) {
    if (!(instruction.operand(4) instanceof Operand.Int(long table))) {
      throw new UnsupportedForm("the table of lop3 is not a constant");
    }
    WordFromWordWordWord.Op op = TABLES.computeIfAbsent((int) table & 0xff, Logic::table);
    int a = binding.read('W', instruction.operand(1), Type.B32);
    int b = binding.read('W', instruction.operand(2), Type.B32);
    int c = binding.read('W', instruction.operand(3), Type.B32);
    int to = binding.write('W', instruction.operand(0));
    return Copies.step(W_WWW.loop(), op, to, a, b, c);
  }

  /** The function whose value for bits (a, b, c) is bit 4a + 2b + c of the table. */
  private static WordFromWordWordWord.Op table(int table) {
    return (a, b, c) -> {
      int result = 0;
      for (int row = 0; row < 8; row++) {
        if ((table >> row & 1) != 0) {
          result |=
              ((row & 4) != 0 ? a : ~a) & ((row & 2) != 0 ? b : ~b) & ((row & 1) != 0 ? c : ~c);
        }
      }
      return result;
    };
  }

  /** Each selector nibble picks one of the eight bytes, or repeats its sign. */
  private static int permute(int a, int b, int selector) {
    long bytes = pair(a, b);
    int result = 0;
    for (int i = 0; i < 4; i++) {
      int nibble = selector >>> (4 * i);
      int chosen = (byte) (bytes >>> (8 * (nibble & 7)));
      int value = (nibble & 8) != 0 ? chosen >> 7 : chosen;
      result |= (value & 0xff) << (8 * i);
    }
    return result;
  }
}
