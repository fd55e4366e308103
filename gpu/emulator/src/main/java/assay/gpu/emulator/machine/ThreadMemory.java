package assay.gpu.emulator.machine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Memory as one thread sees it at generic addresses, for what no load instruction reads; checked as
 * a load is, but for races.
 */
public record ThreadMemory(Warp warp, int lane) {

  private static final Address GENERIC = new Address(MemorySpace.GENERIC, true, 0, 0);

  /** How far a text is read that has no end before. */
  private static final int LONGEST_TEXT = 1 << 16;

  /** The number in 4 or 8 bytes; of 4 the sign is extended. */
  public long number(long address, int bytes) {
    Region region = region(address, bytes);
    long offset = GENERIC.offsetIn(region, address);
    return bytes == Long.BYTES ? region.getLong(offset) : region.getInt(offset);
  }

  /** The characters up to the next zero byte; {@code (null)} at address 0. */
  public String text(long address) {
    if (address == 0) {
      return "(null)";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = octet(address);
        next != 0 && bytes.size() < LONGEST_TEXT;
        next = octet(address + bytes.size())) {
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private int octet(long address) {
    Region region = region(address, 1);
    return region.getByte(GENERIC.offsetIn(region, address));
  }

  private Region region(long address, int bytes) {
    Region region = GENERIC.region(warp, lane, address, bytes);
    GENERIC.written(warp, lane, address, region, GENERIC.offsetIn(region, address), bytes);
    return region;
  }
}
