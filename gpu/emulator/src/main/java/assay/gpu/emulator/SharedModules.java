package assay.gpu.emulator;

import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Program;
import assay.gpu.ptx.PtxModule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last few texts that any of several devices has loaded, so that the next one need not load
 * them again. Modules with variables of their own in global memory are not among them. For any
 * number of threads.
 */
public final class SharedModules {

  /** A module without anything that belongs to one device. */
  record Loaded(PtxModule tree, Map<String, Program> programs) {}

  private record Key(
      String text, boolean trackRegisters, boolean redZones, Arithmetic arithmetic) {}

  private final int most;
  private final Map<Key, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most how many are kept; those that were not asked for longest go first
   */
  public SharedModules(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most is " + most + "; it must be at least 1");
    }
    this.most = most;
  }

  /** How many are kept now. */
  public synchronized int size() {
    return loaded.size();
  }

  synchronized Optional<Loaded> find(EmulatedDevice device, String text) {
    return Optional.ofNullable(loaded.get(key(device, text)));
  }

  synchronized void keep(EmulatedDevice device, String text, Loaded module) {
    loaded.put(key(device, text), module);
    if (loaded.size() > most) {
      loaded.remove(loaded.keySet().iterator().next());
    }
  }

  private static Key key(EmulatedDevice device, String text) {
    Checks checks = device.checks();
    return new Key(text, checks.uninitialisedRegisters(), checks.redZones(), device.arithmetic());
  }
}
