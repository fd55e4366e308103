package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Counted;
import assay.gpu.emulator.machine.InstructionClass;
import assay.gpu.emulator.machine.Meter;
import assay.gpu.emulator.machine.Metered;
import assay.gpu.emulator.machine.Program;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Tally;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.PtxFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts counters around the steps of a module; where nobody counts, there are none. */
public final class Meters {

  private final Meter meter = new Meter();
  private final Map<Key, Tally> tallies = new LinkedHashMap<>();
  private String kernel = "";
  private int kernelLine;

  private record Key(String kernel, Instruction instruction) {}

  /** What follows belongs to this entry point. */
  void begin(PtxFunction entry) {
    kernel = entry.name();
    kernelLine = entry.line();
  }

  /** Around what the guard guards: who accesses memory, and how. */
  Step inside(Step step, Instruction instruction) {
    return Metered.isNeededFor(step) ? new Metered(step, meter, tally(instruction)) : step;
  }

  /** Around the whole; the return that every kernel ends with stands on no line of its own. */
  Step outside(Step step, Instruction instruction) {
    boolean implied = instruction.line() == kernelLine && instruction.opcode().equals("ret");
    return implied ? step : new Counted(step, tally(instruction));
  }

  private Tally tally(Instruction instruction) {
    return tallies.computeIfAbsent(
        new Key(kernel, instruction),
        key ->
            new Tally(
                kernel,
                new Program.Place(instruction.line(), instruction.source()),
                instruction.toString(),
                InstructionClass.of(instruction.opcode(), instruction.modifiers())));
  }

  /** One for each instruction, in the order of the text. */
  public List<Tally> tallies() {
    return List.copyOf(tallies.values());
  }

  /** Of global memory. */
  public long distinctSectors() {
    return meter.distinctSectors();
  }
}
