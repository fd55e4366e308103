package assay.gpu.emulator.load;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.Shape;
import assay.gpu.emulator.machine.SpecialRegister;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Parameter;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the places of one instruction's operands and notes which registers it reads and writes.
 *
 * <p>Places are indices into a warp's words, longs or predicates.
 */
public final class Binding {

  private final RegisterMap registers;
  private final Layout layout;
  private final Map<Parameter, Integer> parameterOffsets;
  private final List<Step> before = new ArrayList<>();
  private final List<Register> reads = new ArrayList<>();
  private final List<Register> writes = new ArrayList<>();

  Binding(RegisterMap registers, Layout layout, Map<Parameter, Integer> parameterOffsets) {
    this.registers = registers;
    this.layout = layout;
    this.parameterOffsets = parameterOffsets;
    registers.nextInstruction();
  }

  List<Register> reads() {
    return reads;
  }

  List<Register> writes() {
    return writes;
  }

  List<Step> before() {
    return before;
  }

  /** The place to read an operand from; {@code letter} as in {@link Shape}. */
  public int read(char letter, Operand operand, Type type) {
    return switch (letter) {
      case 'W' -> word(operand, type);
      case 'L' -> wide(operand);
      default -> predicate(operand);
    };
  }

  /** The place to write a result to; {@code letter} as in {@link Shape}. */
  public int write(char letter, Operand operand) {
    Type type = letter == 'W' ? Type.B32 : letter == 'L' ? Type.B64 : Type.PRED;
    if (operand instanceof Operand.Sink) {
      return registers.temporary(type);
    }
    Register register = register(operand);
    if (letter(register.type()) != letter) {
      throw new UnsupportedForm(
          "register %s of type %s cannot hold the result".formatted(register, register.type()));
    }
    writes.add(register);
    return registers.place(register);
  }

  /** A place that no register has, for this instruction alone. */
  public int fresh(Type type) {
    return registers.temporary(type);
  }

  /** W, L or P: which array holds a type. */
  public static char letter(Type type) {
    return type == Type.PRED ? 'P' : type.bits() > 32 ? 'L' : 'W';
  }

  /** The register that an operand is. */
  public Register register(Operand operand) {
    if (operand instanceof Operand.Reg(Register register)) {
      return register;
    }
    throw new UnsupportedForm("operand %s is not a register".formatted(operand));
  }

  /** A value of up to 32 bits; of a wider register the low half. */
  public int word(Operand operand, Type type) {
    return switch (operand) {
      case Operand.Reg(Register register) when letter(register.type()) == 'L' -> low(register);
      case Operand.Reg(Register register) -> place(register, 'W');
      case Operand.Int(long value) -> registers.wordConstant(narrow((int) value, type));
      case Operand.Float32(int bits) -> registers.wordConstant(bits);
      case Operand.Float64(long bits) ->
          registers.wordConstant(Float.floatToRawIntBits((float) Double.longBitsToDouble(bits)));
      case Operand.Special(String name) -> special(name);
      case Operand.VariableName(var variable) ->
          registers.wordConstant((int) layout.address(variable));
      case Operand.ParameterName(var parameter) -> registers.wordConstant(offset(parameter));
      case Operand other -> throw unusable(other);
    };
  }

  private static int narrow(int value, Type type) {
    return type.bits() == 16 ? value & 0xffff : type.bits() == 8 ? value & 0xff : value;
  }

  private int low(Register register) {
    int word = registers.temporary(Type.B32);
    before.add(Copies.step(Shape.W_L.loop(), LOW, word, place(register, 'L')));
    return word;
  }

  private static final assay.gpu.emulator.lanes.WordFromLong.Op LOW = a -> (int) a;
  private static final assay.gpu.emulator.lanes.LongFromWord.Op ZERO_EXTEND =
      a -> Integer.toUnsignedLong(a);

  /** A value of 64 bits; a narrower register is zero-extended. */
  public int wide(Operand operand) {
    return switch (operand) {
      case Operand.Reg(Register register) when letter(register.type()) == 'W' ->
          extended(place(register, 'W'));
      case Operand.Reg(Register register) -> place(register, 'L');
      case Operand.Int(long value) -> registers.longConstant(value);
      case Operand.Float64(long bits) -> registers.longConstant(bits);
      case Operand.Special(String name) -> extended(special(name));
      case Operand.VariableName(var variable) -> registers.longConstant(layout.address(variable));
      case Operand.ParameterName(var parameter) -> registers.longConstant(offset(parameter));
      case Operand other -> throw unusable(other);
    };
  }

  private int extended(int word) {
    int wide = registers.temporary(Type.B64);
    before.add(Copies.step(Shape.L_W.loop(), ZERO_EXTEND, wide, word));
    return wide;
  }

  /** A predicate register. */
  public int predicate(Operand operand) {
    return place(register(operand), 'P');
  }

  private int place(Register register, char letter) {
    if (letter(register.type()) != letter) {
      throw new UnsupportedForm(
          "register %s of type %s does not fit here".formatted(register, register.type()));
    }
    reads.add(register);
    return registers.place(register);
  }

  private int special(String name) {
    return registers.special(
        SpecialRegister.named(name)
            .orElseThrow(
                () -> new UnsupportedForm("special register " + name + " is not supported")));
  }

  private int offset(Parameter parameter) {
    Integer offset = parameterOffsets.get(parameter);
    if (offset == null) {
      throw new UnsupportedForm("parameter " + parameter.name() + " belongs to another function");
    }
    return offset;
  }

  private static UnsupportedForm unusable(Operand operand) {
    return new UnsupportedForm("operand %s cannot stand here".formatted(operand));
  }
}
