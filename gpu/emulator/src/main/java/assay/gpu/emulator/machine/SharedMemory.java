package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block's shared memory: its parts, and who looks for races there. */
final class SharedMemory {

  private final List<SharedPlan.Part> parts;
  private final Region[] regions;
  private final @Nullable SharedWatch[] watches;

  /** The part that was accessed last, mostly the next one too. */
  private @Nullable Region last;

  SharedMemory(Grid grid) {
    parts = grid.program.shared().with(grid.config.dynamicSharedBytes());
    regions = new Region[parts.size()];
    watches = new SharedWatch[parts.size()];
    for (int i = 0; i < regions.length; i++) {
      SharedPlan.Part part = parts.get(i);
      regions[i] = new Region(part.address(), part.bytes(), grid.inspection.memory());
      regions[i].numberShared(i);
      watches[i] = grid.inspection.races() ? new SharedWatch(grid, part) : null;
    }
    last = regions.length == 0 ? null : regions[0];
  }

  /** Puts the next block in place of the one before. */
  void forget(int owner) {
    for (int i = 0; i < regions.length; i++) {
      regions[i].forget(owner);
      SharedWatch watch = watches[i];
      if (watch != null) {
        watch.clear();
      }
    }
  }

  /** Who looks for races in a region of this memory; null where nobody does. */
  @Nullable Watch watch(Region region) {
    return watches[region.sharedSlot()];
  }

  /** The part that holds these bytes. */
  Region find(int lane, long address, int bytes) {
    Region likely = last;
    if (likely != null && likely.contains(address, bytes)) {
      return likely;
    }
    for (Region region : regions) {
      if (region.contains(address, bytes)) {
        last = region;
        return region;
      }
    }
    throw new Fault(
        DeviceFault.Kind.OUT_OF_BOUNDS,
        lane,
        "%d byte(s) at shared address 0x%x: %s".formatted(bytes, address, around(address)));
  }

  private String around(long address) {
    List<String> near = new ArrayList<>();
    for (SharedPlan.Part part : parts) {
      long past = address - part.address() - part.bytes();
      long before = part.address() - address;
      if (past >= -Long.BYTES && past < SharedPlan.RED_ZONE && before < 0) {
        near.add("%d byte(s) past the end of %s".formatted(Math.max(past, 0), described(part)));
      } else if (before > 0 && before <= SharedPlan.RED_ZONE) {
        near.add("%d byte(s) before the start of %s".formatted(before, described(part)));
      }
    }
    return near.isEmpty() ? "there is nothing near" : String.join(", ", near);
  }

  private static String described(SharedPlan.Part part) {
    return "the %d bytes of shared %s".formatted(part.bytes(), part.name());
  }

  /** Names the byte for a message. */
  String place(long address) {
    for (int i = 0; i < regions.length; i++) {
      if (regions[i].contains(address, 1)) {
        return place(parts.get(i)).formatted(address - regions[i].base());
      }
    }
    return "shared address 0x%x".formatted(address);
  }

  /** How bytes of a part are called, with a %d for the offset. */
  static String place(SharedPlan.Part part) {
    return "byte %d of shared " + part.name().replace("%", "%%");
  }

  int bytes() {
    return Math.toIntExact(parts.stream().mapToLong(SharedPlan.Part::bytes).sum());
  }
}
