package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Arithmetic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Every instruction that the emulator executes, in the order of the PTX ISA. */
public final class InstructionSet {

  private static final Map<Arithmetic, Forms> FORMS = new ConcurrentHashMap<>();

  private InstructionSet() {}

  /** The instructions with results as near as their formats allow. */
  public static Forms forms() {
    return forms(Arithmetic.NEAREST);
  }

  /** The instructions with results as {@code arithmetic} will have them. */
  public static Forms forms(Arithmetic arithmetic) {
    return FORMS.computeIfAbsent(arithmetic, InstructionSet::define);
  }

  private static Forms define(Arithmetic arithmetic) {
    Forms forms = new Forms();
    IntegerArithmetic.define(forms);
    FloatArithmetic.define(forms);
    Comparison.define(forms);
    Logic.define(forms);
    Move.define(forms);
    Memory.define(forms);
    Convert.define(forms);
    TensorFloat32.define(forms);
    Float8.define(forms);
    Approximate.define(forms, new Stray(arithmetic));
    Half.define(forms);
    Shuffle.define(forms);
    Vote.define(forms);
    Reduce.define(forms);
    Match.define(forms);
    Atom.define(forms);
    Barrier.define(forms);
    Asynchronous.define(forms);
    Matrix.define(forms, arithmetic.accumulation());
    Control.define(forms);
    SystemFunction.define(forms);
    return forms;
  }
}
