package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;

/** Which memory an address means. PTX ISA 5.1; the generic space maps windows onto the others. */
public enum MemorySpace {
  GLOBAL {
    @Override
    public Region region(Warp warp, int lane, long address, int bytes) {
      return warp.block.grid.memory.find(lane, address, bytes);
    }
  },
  SHARED {
    @Override
    public Region region(Warp warp, int lane, long address, int bytes) {
      return warp.block.shared.find(lane, address, bytes);
    }
  },
  PARAM {
    @Override
    public Region region(Warp warp, int lane, long address, int bytes) {
      return within(warp.block.grid.parameters, lane, address, bytes);
    }
  },
  LOCAL {
    @Override
    public Region region(Warp warp, int lane, long address, int bytes) {
      return within(warp.local(lane), lane, address, bytes);
    }
  },
  GENERIC {
    @Override
    public Region region(Warp warp, int lane, long address, int bytes) {
      MemorySpace space = behind(address);
      return space.region(warp, lane, address - space.window(), bytes);
    }
  };

  private static final int WINDOW_BITS = 40;

  /** The region that holds these bytes, whose base may differ from the address by the window. */
  public abstract Region region(Warp warp, int lane, long address, int bytes);

  /** Where the space begins in generic addresses. */
  public long window() {
    return switch (this) {
      case GLOBAL, GENERIC -> 0;
      case SHARED -> 1L << WINDOW_BITS;
      case LOCAL -> 2L << WINDOW_BITS;
      case PARAM -> 3L << WINDOW_BITS;
    };
  }

  /** The space that a generic address lies in. */
  public static MemorySpace behind(long generic) {
    return switch ((int) (generic >>> WINDOW_BITS)) {
      case 1 -> SHARED;
      case 2 -> LOCAL;
      case 3 -> PARAM;
      default -> GLOBAL;
    };
  }

  /** The address inside the space, for a generic address in its window. */
  public long local(long address) {
    return this == GENERIC ? address - behind(address).window() : address;
  }

  /** False where each lane has its own bytes at the same address. */
  boolean sameForAllLanes() {
    return this != LOCAL && this != GENERIC;
  }

  Region within(Region region, int lane, long address, int bytes) {
    if (region.contains(address, bytes)) {
      return region;
    }
    throw new Fault(
        DeviceFault.Kind.OUT_OF_BOUNDS,
        lane,
        "%d byte(s) at %s address 0x%x, but there are only %d bytes"
            .formatted(bytes, toString(), address, region.bytes()));
  }

  /** Names the byte for a message. */
  String place(Warp warp, long address) {
    MemorySpace space = this == GENERIC ? behind(address) : this;
    return switch (space) {
      case GLOBAL -> warp.block.grid.memory.place(address);
      case SHARED -> warp.block.shared.place(local(address));
      case PARAM, LOCAL, GENERIC -> "%s byte %d".formatted(space, local(address));
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
