package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Program;
import assay.gpu.emulator.machine.SpecialRegister;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives every register, constant and special register its place in a warp's arrays. */
final class RegisterMap {

  private final Map<Register, Integer> places = new LinkedHashMap<>();
  private final Map<Integer, Integer> wordConstants = new LinkedHashMap<>();
  private final Map<Long, Integer> longConstants = new LinkedHashMap<>();
  private final Map<SpecialRegister, Integer> specials = new LinkedHashMap<>();
  private int words;
  private int longs;
  private int predicates;

  RegisterMap(List<Register> registers) {
    for (Register register : registers) {
      places.put(register, fresh(register.type()));
    }
  }

  int fresh(Type type) {
    return switch (type) {
      case PRED -> predicates++;
      case B64, U64, S64, F64 -> longs++;
      case B128 -> throw new UnsupportedForm("registers of type b128 are not supported");
      default -> words++;
    };
  }

  int place(Register register) {
    Integer place = places.get(register);
    if (place == null) {
      throw new UnsupportedForm("register " + register + " belongs to another function");
    }
    return place;
  }

  int wordConstant(int value) {
    return wordConstants.computeIfAbsent(value, v -> words++);
  }

  int longConstant(long value) {
    return longConstants.computeIfAbsent(value, v -> longs++);
  }

  int special(SpecialRegister register) {
    return specials.computeIfAbsent(register, r -> words++);
  }

  Program.Frame frame(int tracked) {
    return new Program.Frame(
        words,
        longs,
        predicates,
        tracked,
        wordConstants.entrySet().stream()
            .map(e -> new Program.WordConstant(e.getValue(), e.getKey()))
            .toList(),
        longConstants.entrySet().stream()
            .map(e -> new Program.LongConstant(e.getValue(), e.getKey()))
            .toList(),
        specials.entrySet().stream()
            .map(e -> new Program.SpecialWord(e.getValue(), e.getKey()))
            .toList());
  }
}
