package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.load.UnsupportedForm;
import assay.gpu.emulator.machine.Accumulation;
import assay.gpu.emulator.machine.Decoder;
import assay.gpu.emulator.machine.MatrixMove;
import assay.gpu.emulator.machine.MatrixMultiply;
import assay.gpu.emulator.machine.MatrixMultiply.Accumulator;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Type;
import assay.numerics.Float8E4M3;
import assay.numerics.Float8E5M2;
import java.util.List;

/** Tensor-core instructions. PTX ISA 9.7.14.5. */
final class Matrix {

  private static final String MMA = "9.7.14.5.14";
  private static final String ROW_COL = ".row.col";

  private Matrix() {}

  static void define(Forms forms, Accumulation how) {
    forms.add("9.7.14.5.15", "ldmatrix.sync.aligned.m8n8{.x1,.x2,.x4}{,.trans}.shared.b16", move());
    forms.add("9.7.14.5.16", "stmatrix.sync.aligned.m8n8{.x1,.x2,.x4}{,.trans}.shared.b16", move());
    halves(forms, how, "f32.bf16.bf16.f32");
    halves(forms, how, "f32.f16.f16.f32");
    halves(forms, how, "f16.f16.f16.f16");
    String prefix = "mma.sync.aligned";
    multiply(forms, how, prefix + "{.m16n8k4,.m16n8k8}" + ROW_COL + ".f32.tf32.tf32.f32");
    multiply(forms, how, prefix + ".m16n8k32" + ROW_COL + ".f32{.e4m3,.e5m2}{.e4m3,.e5m2}.f32");
  }

  private static void halves(Forms forms, Accumulation how, String types) {
    multiply(forms, how, "mma.sync.aligned{.m16n8k8,.m16n8k16}" + ROW_COL + "." + types);
  }

  private static void multiply(Forms forms, Accumulation how, String pattern) {
    forms.add(
        MMA, pattern, form -> (instruction, binding) -> multiply(form, how, instruction, binding));
  }

  private static Step multiply(
      Form form, Accumulation how, Instruction instruction, Binding binding) {
    List<String> modifiers = form.modifiers();
    int types = modifiers.size() - 4;
    String left = modifiers.get(types + 1);
    String right = modifiers.get(types + 2);
    int depth = Integer.parseInt(modifiers.get(2).substring("m16n8k".length()));
    int elements = elements(left);
    Accumulator accumulator = modifiers.getLast().equals("f16") ? Accumulator.F16 : Accumulator.F32;
    int results = accumulator == Accumulator.F16 ? 2 : 4;
    int inner = depth / (4 * elements);
    return new MatrixMultiply(
        decoder(left),
        decoder(right),
        elements,
        accumulator,
        how,
        read(instruction, 1, 2 * inner, binding),
        read(instruction, 2, inner, binding),
        read(instruction, 3, results, binding),
        write(instruction, 0, results, binding));
  }

  private static int elements(String type) {
    return switch (type) {
      case "tf32" -> 1;
      case "bf16", "f16" -> 2;
      default -> 4;
    };
  }

  private static Decoder decoder(String type) {
    return switch (type) {
      case "tf32" -> new Decoder.Leading(19);
      case "bf16" -> new Decoder.Leading(16);
      case "f16" -> F16;
      case "e4m3" -> bytes(Float8E4M3::toFloat);
      case "e5m2" -> bytes(Float8E5M2::toFloat);
      default -> throw new UnsupportedForm("elements of type " + type);
    };
  }

  private static final Decoder.Converted F16 =
      (lanes, shift, to) -> {
        for (int lane = 0; lane < Warp.LANES; lane++) {
          short half = (short) (lanes[lane] >>> shift);
          to[lane] = Float.floatToRawIntBits(Float.float16ToFloat(half));
        }
      };

  /** The number that a byte stands for. */
  private interface OfByte {
    float number(byte bits);
  }

  private static Decoder.Converted bytes(OfByte format) {
    int[] table = new int[256];
    for (int code = 0; code < table.length; code++) {
      table[code] = Float.floatToRawIntBits(format.number((byte) code));
    }
    return (lanes, shift, to) -> {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = table[lanes[lane] >>> shift & 0xff];
      }
    };
  }

  private static java.util.function.Function<Form, Forms.Builder> move() {
    return form -> (instruction, binding) -> move(form, instruction, binding);
  }

  private static Step move(Form form, Instruction instruction, Binding binding) {
    boolean load = form.opcode().equals("ldmatrix");
    int count = form.has("x4") ? 4 : form.has("x2") ? 2 : 1;
    int address = load ? 1 : 0;
    int[] registers =
        load ? write(instruction, 0, count, binding) : read(instruction, 1, count, binding);
    return new MatrixMove(
        Memory.address(form, instruction.operand(address), binding),
        load,
        form.has("trans"),
        registers);
  }

  private static int[] read(Instruction instruction, int operand, int count, Binding binding) {
    return elements(instruction, operand, count).stream()
        .mapToInt(element -> binding.word(element, Type.B32))
        .toArray();
  }

  private static int[] write(Instruction instruction, int operand, int count, Binding binding) {
    return elements(instruction, operand, count).stream()
        .mapToInt(element -> binding.write('W', element))
        .toArray();
  }

  private static List<Operand> elements(Instruction instruction, int operand, int count) {
    List<Operand> list =
        instruction.operand(operand) instanceof Operand.Vector(List<Operand> elements)
            ? elements
            : List.of(instruction.operand(operand));
    if (list.size() != count) {
      throw new UnsupportedForm(
          "operand %d of %s has %d registers; %d are needed"
              .formatted(operand, instruction.name(), list.size(), count));
    }
    return list;
  }
}
