package assay.gpu.emulator;

import assay.gpu.emulator.machine.GlobalMemory;
import assay.gpu.emulator.machine.Region;
import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Variable;

/** Puts a module's global and constant variables into memory. PTX ISA 5.4.4: they start as zero. */
final class ModuleVariables {

  private ModuleVariables() {}

  static boolean isGlobal(Variable variable) {
    return variable.space() == StateSpace.GLOBAL || variable.space() == StateSpace.CONST;
  }

  static Region place(GlobalMemory memory, Variable variable) {
    Region region = memory.allocate(Math.max(1, variable.bytes()));
    region.fill((byte) 0);
    int bytes = variable.type().bytes();
    for (int i = 0; i < variable.initial().size(); i++) {
      put(region, i * bytes, bytes, variable.initial().get(i));
    }
    return region;
  }

  private static void put(Region region, int offset, int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      region.putByte(offset + i, (int) (value >>> (8 * i)));
    }
  }
}
