package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Form;

/** Rounding modes of floating-point results. PTX ISA 6.5.2. */
enum Rounding {
  /** To nearest, ties to even. */
  RN,
  /** Towards zero. */
  RZ,
  /** Towards minus infinity. */
  RM,
  /** Towards plus infinity. */
  RP;

  /** The mode that a form names; to nearest if it names none. */
  static Rounding of(Form form) {
    return form.has("rz") ? RZ : form.has("rm") ? RM : form.has("rp") ? RP : RN;
  }
}
