package assay.gpu.emulator.load;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.Shape;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of supported forms.
 *
 * <p>A pattern stands for several forms: {@code add{,.sat}.s32} is {@code add.s32} and {@code
 * add.sat.s32}.
 */
public final class Forms {

  /** Makes the step of one instruction. */
  public interface Builder {
    Step build(Instruction instruction, Binding binding);
  }

  /**
   * One line of the table.
   *
   * @param section of the PTX ISA
   * @param pattern the forms
   */
  public record Entry(String section, String pattern) {}

  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");

  /** Modifiers that change caching or ordering, never a value. PTX ISA 9.7.9.2. */
  private static final Set<String> HINTS =
      Set.of(
          "ca",
          "cg",
          "cs",
          "lu",
          "cv",
          "wb",
          "wt",
          "nc",
          "volatile",
          "relaxed",
          "weak",
          "acquire",
          "release",
          "acq_rel",
          "cta",
          "gpu",
          "sys",
          "cluster",
          "mmio",
          "aligned");

  private static final Set<String> HINTED = Set.of("ld", "ldu", "st", "atom", "red");

  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Function<Form, Builder>> makers = new LinkedHashMap<>();
  private final Map<String, Builder> builders = new ConcurrentHashMap<>();

  /** Adds forms whose builder depends on the form. */
  public void add(String section, String pattern, Function<Form, Builder> maker) {
    entries.add(new Entry(section, pattern));
    for (String name : expand(pattern)) {
      if (makers.put(name, maker) != null) {
        throw new IllegalStateException(name + " is defined twice");
      }
    }
  }

  /** Adds forms that compute each lane alone. */
  public <T> void map(String section, String pattern, Shape<T> shape, Function<Form, T> operation) {
    add(section, pattern, form -> lanes(shape, operation.apply(form), form.type()));
  }

  /** The builder of an operation that computes each lane alone. */
  public static <T> Builder lanes(Shape<T> shape, T operation, Type type) {
    return (instruction, binding) -> {
      if (instruction.operands().size() != shape.operands().length() + 1) {
        throw new UnsupportedForm(
            "%s takes %d operands".formatted(instruction.name(), shape.operands().length() + 1));
      }
      int[] registers = new int[shape.operands().length() + 1];
      for (int i = 0; i < shape.operands().length(); i++) {
        registers[i + 1] =
            binding.read(shape.operands().charAt(i), instruction.operand(i + 1), type);
      }
      registers[0] = binding.write(shape.result(), instruction.operand(0));
      return Copies.step(shape.loop(), operation, registers);
    };
  }

  /** The builder for an instruction, if its form is supported. */
  Optional<Builder> find(Instruction instruction) {
    String name = withoutHints(instruction);
    Function<Form, Builder> maker = makers.get(name);
    return maker == null
        ? Optional.empty()
        : Optional.of(builders.computeIfAbsent(name, n -> maker.apply(Form.of(n))));
  }

  private static String withoutHints(Instruction instruction) {
    boolean hinted = HINTED.contains(instruction.opcode());
    return instruction.opcode()
        + instruction.modifiers().stream()
            .map(modifier -> modifier.equals("shared::cta") ? "shared" : modifier)
            .filter(modifier -> !modifier.startsWith("L1::") && !modifier.startsWith("L2::"))
            .filter(modifier -> !hinted || !HINTS.contains(modifier))
            .map(modifier -> "." + modifier)
            .collect(Collectors.joining());
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Every supported form. */
  public Set<String> names() {
    return Set.copyOf(makers.keySet());
  }

  static List<String> expand(String pattern) {
    Matcher matcher = BRACES.matcher(pattern);
    if (!matcher.find()) {
      return List.of(pattern);
    }
    List<String> names = new ArrayList<>();
    for (String alternative : matcher.group(1).split(",", -1)) {
      names.addAll(
          expand(
              pattern.substring(0, matcher.start())
                  + alternative
                  + pattern.substring(matcher.end())));
    }
    return names;
  }
}
