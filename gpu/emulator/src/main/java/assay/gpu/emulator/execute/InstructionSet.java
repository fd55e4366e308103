package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Forms;

/** Every instruction that the emulator executes, in the order of the PTX ISA. */
public final class InstructionSet {

  private static final Forms FORMS = define();

  private InstructionSet() {}

  public static Forms forms() {
    return FORMS;
  }

  private static Forms define() {
    Forms forms = new Forms();
    IntegerArithmetic.define(forms);
    FloatArithmetic.define(forms);
    Comparison.define(forms);
    Logic.define(forms);
    Move.define(forms);
    Memory.define(forms);
    Convert.define(forms);
    Approximate.define(forms);
    Half.define(forms);
    Shuffle.define(forms);
    Vote.define(forms);
    Reduce.define(forms);
    Atom.define(forms);
    Barrier.define(forms);
    Asynchronous.define(forms);
    Matrix.define(forms);
    Control.define(forms);
    return forms;
  }
}
