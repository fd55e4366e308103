package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Program;
import assay.gpu.emulator.machine.SpecialRegister;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives every register, constant and special register its place in a warp's arrays. */
final class RegisterMap {

  private final Map<Register, Integer> places = new LinkedHashMap<>();
  private final List<Integer> temporaryWords = new ArrayList<>();
  private final List<Integer> temporaryLongs = new ArrayList<>();
  private final List<Integer> temporaryPredicates = new ArrayList<>();
  private int wordsInUse;
  private int longsInUse;
  private int predicatesInUse;
  private final Map<Integer, Integer> wordConstants = new LinkedHashMap<>();
  private final Map<Long, Integer> longConstants = new LinkedHashMap<>();
  private final Map<SpecialRegister, Integer> specials = new LinkedHashMap<>();
  private int words;
  private int longs;
  private int predicates;

  /** Each register has a place of its own. */
  RegisterMap(List<Register> registers) {
    for (Register register : registers) {
      places.put(register, next(register.type()));
    }
  }

  /** Registers have the places that they were given among those of their letter. */
  RegisterMap(Map<Register, Integer> given) {
    places.putAll(given);
    given.forEach((register, place) -> {
      switch (Binding.letter(register.type())) {
        case 'W' -> words = Math.max(words, place + 1);
        case 'L' -> longs = Math.max(longs, place + 1);
        default -> predicates = Math.max(predicates, place + 1);
      }
    });
  }

  private int next(Type type) {
    return switch (type) {
      case PRED -> predicates++;
      case B64, U64, S64, F64 -> longs++;
      case B128 -> throw new UnsupportedForm("registers of type b128 are not supported");
      default -> words++;
    };
  }

  /** The temporary places of the instruction before may be used again. */
  void nextInstruction() {
    wordsInUse = 0;
    longsInUse = 0;
    predicatesInUse = 0;
  }

  /** A place for a value that only one instruction needs. */
  int temporary(Type type) {
    return switch (Binding.letter(type)) {
      case 'W' -> temporary(temporaryWords, wordsInUse++, type);
      case 'L' -> temporary(temporaryLongs, longsInUse++, type);
      default -> temporary(temporaryPredicates, predicatesInUse++, type);
    };
  }

  private int temporary(List<Integer> places, int index, Type type) {
    if (index == places.size()) {
      places.add(next(type));
    }
    return places.get(index);
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
