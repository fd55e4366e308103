package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Form;

/** Rounding to an integer. PTX ISA 6.5.2. */
enum IntegerRounding {
  /** To nearest, ties to even. */
  RNI,
  /** Towards zero. */
  RZI,
  /** Towards minus infinity. */
  RMI,
  /** Towards plus infinity. */
  RPI;

  static IntegerRounding of(Form form) {
    return form.has("rni") ? RNI : form.has("rmi") ? RMI : form.has("rpi") ? RPI : RZI;
  }

  static boolean named(Form form) {
    return form.has("rni") || form.has("rzi") || form.has("rmi") || form.has("rpi");
  }

  double apply(double value) {
    return switch (this) {
      case RNI -> Math.rint(value);
      case RZI -> value < 0 ? Math.ceil(value) : Math.floor(value);
      case RMI -> Math.floor(value);
      case RPI -> Math.ceil(value);
    };
  }
}
