package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Program;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Guard;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Parameter;
import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import assay.gpu.ptx.PtxSyntaxError;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the kernels of a module into programs and notes everything that stands in the way. */
public final class Loader {

  /** State spaces that blocks do not share. */
  private static final Set<String> OWN =
      Set.of("shared", "shared::cta", "local", "param", "param::entry", "param::func");

  private static final Set<String> STRONG =
      Set.of("volatile", "relaxed", "acquire", "release", "mmio");

  private final PtxModule module;
  private final Forms forms;
  private final Map<Variable, Long> globals;
  private final boolean trackRegisters;
  private final boolean redZones;
  private final Arithmetic arithmetic;
  private final @Nullable Meters meters;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param globals addresses of the module's global and constant variables
   * @param trackRegisters whether reads of unwritten registers are faults
   * @param redZones whether shared variables have unused addresses between them
   * @param arithmetic whether products and sums are fused
   * @param meters what counts; null where nothing does
   */
  public Loader(
      PtxModule module,
      Forms forms,
      Map<Variable, Long> globals,
      boolean trackRegisters,
      boolean redZones,
      Arithmetic arithmetic,
      @Nullable Meters meters) {
    this.arithmetic = arithmetic;
    this.module = module;
    this.forms = forms;
    this.globals = globals;
    this.trackRegisters = trackRegisters;
    this.redZones = redZones;
    this.meters = meters;
  }

  /** Every kernel by name; complete only if there are no {@link #problems}. */
  public Map<String, Program> programs() {
    Map<String, Program> programs = new LinkedHashMap<>();
    for (PtxFunction function : module.functions()) {
      if (function.entry() && !function.body().isEmpty()) {
        programs.put(function.name(), program(function));
      }
    }
    return programs;
  }

  /** What the emulator cannot execute: one sentence each, with its line. */
  public List<String> problems() {
    return problems.stream().distinct().toList();
  }

  private Program program(PtxFunction entry) {
    if (meters != null) {
      meters.begin(entry);
    }
    PtxFunction flat = new Inliner(module, problems).flatten(entry);
    Layout layout = new Layout(globals, variables(flat), redZones);
    layout.excess().ifPresent(problems::add);
    List<Lowered> spread = lower(flat, new RegisterMap(flat.registers()), layout);
    Liveness liveness = Liveness.of(spread, flat.registers().size());
    RegisterMap registers = new RegisterMap(Places.of(flat.registers(), liveness));
    List<Lowered> code = problems.isEmpty() ? lower(flat, registers, layout) : List.of();
    Map<Register, Integer> tracked =
        trackRegisters ? new DefiniteAssignment(code).doubtful() : Map.of();
    Step[] steps =
        code.stream()
            .map(lowered -> counted(lowered, step(lowered, registers, tracked)))
            .toArray(Step[]::new);
    return new Program(
        entry.name(),
        steps,
        Blocks.of(flat.body(), steps),
        flat.body().stream().map(i -> new Program.Place(i.line(), i.source())).toList(),
        registers.frame(tracked.size()),
        layout.shared(),
        layout.localBytes(),
        parameterBytes(flat.parameters()),
        flat.body().stream().anyMatch(Loader::needsOrder));
  }

  private List<Variable> variables(PtxFunction flat) {
    List<Variable> all = new ArrayList<>(flat.variables());
    module.variables().stream().filter(v -> v.space() == StateSpace.SHARED).forEach(all::add);
    return all;
  }

  /** Strong accesses to memory that blocks share, and printing, depend on the order of blocks. */
  private static boolean needsOrder(Instruction instruction) {
    boolean own = instruction.modifiers().stream().anyMatch(OWN::contains);
    return switch (instruction.opcode()) {
      case "atom", "red" -> !own;
      case "call" -> instruction.has("vprintf");
      case "ld", "st" -> !own && instruction.modifiers().stream().anyMatch(STRONG::contains);
      default -> false;
    };
  }

  private List<Lowered> lower(PtxFunction flat, RegisterMap registers, Layout layout) {
    Map<Parameter, Integer> offsets = parameterOffsets(flat.parameters());
    return Fusion.of(flat.body(), arithmetic).stream()
        .map(instruction -> lower(instruction, new Binding(registers, layout, offsets)))
        .toList();
  }

  private Lowered lower(Instruction instruction, Binding binding) {
    try {
      Forms.Builder builder =
          forms
              .find(instruction)
              .orElseThrow(() -> new UnsupportedForm(instruction.name() + " is not supported"));
      Step built = builder.build(instruction, binding);
      Step step = meters == null ? built : meters.inside(built, instruction);
      return new Lowered(
          instruction, Sequence.of(binding.before(), step), binding.reads(), binding.writes());
    } catch (UnsupportedForm e) {
      problems.add("line %d: %s".formatted(instruction.line(), e.sentence()));
    } catch (PtxSyntaxError e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return new Lowered(instruction, Nothing.INSTANCE, List.of(), List.of());
  }

  private Step counted(Lowered lowered, Step step) {
    return meters == null ? step : meters.outside(step, lowered.instruction());
  }

  private static Step step(Lowered lowered, RegisterMap registers, Map<Register, Integer> tracked) {
    Step step = tracked(lowered.step(), lowered.reads(), lowered.writes(), tracked);
    if (lowered.instruction().guard().isEmpty()) {
      return step;
    }
    Guard guard = lowered.instruction().guard().get();
    Step guarded = new Guarded(step, registers.place(guard.predicate()), guard.negated());
    return tracked(guarded, List.of(guard.predicate()), List.of(), tracked);
  }

  private static Step tracked(
      Step step, List<Register> reads, List<Register> writes, Map<Register, Integer> tracked) {
    List<Register> doubtfulReads = reads.stream().filter(tracked::containsKey).toList();
    List<Register> doubtfulWrites = writes.stream().filter(tracked::containsKey).toList();
    return doubtfulReads.isEmpty() && doubtfulWrites.isEmpty()
        ? step
        : new Tracked(
            step,
            numbers(doubtfulReads, tracked),
            doubtfulReads.stream().map(Register::name).toList(),
            numbers(doubtfulWrites, tracked));
  }

  private static int[] numbers(List<Register> registers, Map<Register, Integer> tracked) {
    return registers.stream().mapToInt(tracked::get).toArray();
  }

  /** Where each parameter lies in the parameter block. */
  public static Map<Parameter, Integer> parameterOffsets(List<Parameter> parameters) {
    Map<Parameter, Integer> offsets = new HashMap<>();
    int next = 0;
    for (Parameter parameter : parameters) {
      int align = Math.max(1, parameter.align());
      int offset = Math.ceilDiv(next, align) * align;
      offsets.put(parameter, offset);
      next = offset + parameter.bytes();
    }
    return offsets;
  }

  private static int parameterBytes(List<Parameter> parameters) {
    Map<Parameter, Integer> offsets = parameterOffsets(parameters);
    return parameters.stream()
        .mapToInt(p -> offsets.getOrDefault(p, 0) + p.bytes())
        .max()
        .orElse(0);
  }
}
