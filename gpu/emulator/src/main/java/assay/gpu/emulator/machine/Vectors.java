package assay.gpu.emulator.machine;

import jdk.incubator.vector.IntVector;

/** Whether this virtual machine has vectors that are worth using. */
public final class Vectors {

  private static final boolean USEFUL =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Length.OF_WORDS >= 8;

  /** Loaded only where there is such a class. */
  private static final class Length {
    static final int OF_WORDS = IntVector.SPECIES_PREFERRED.length();
  }

  private Vectors() {}

  /** False where they are missing, or shorter than eight words: plain loops are as good then. */
  public static boolean areUseful() {
    return USEFUL;
  }
}
