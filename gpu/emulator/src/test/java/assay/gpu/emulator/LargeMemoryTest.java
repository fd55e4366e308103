package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.machine.Region;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Memory may be larger than an array; only what is touched takes room. */
final class LargeMemoryTest {

  private static final long BYTES = 5L << 30;

  /** Parts of a region are this long. */
  private static final long PART = 1 << 24;

  @Test
  void wordsBeyondTwoGibibytesAreTheirOwn() {
    Region region = new Region(0, BYTES, true);
    long[] offsets = {0, PART - 4, PART, 1L << 31, (1L << 32) - 4, 1L << 32, BYTES - 4};
    for (int i = 0; i < offsets.length; i++) {
      assertFalse(region.isWritten(offsets[i], 4));
      region.putInt(offsets[i], 100 + i);
      region.markWritten(offsets[i], 4);
    }
    for (int i = 0; i < offsets.length; i++) {
      assertEquals(100 + i, region.getInt(offsets[i]));
      assertTrue(region.isWritten(offsets[i], 4));
    }
    assertFalse(region.isWritten(4, 4));
    assertTrue(region.contains(BYTES - 8, 8));
    assertFalse(region.contains(BYTES - 7, 8));
  }

  @Test
  void runsCrossFromPartToPart() {
    Region region = new Region(0, BYTES, true);
    int[] words = {1, 2, 3, 4, 5, 6};
    long offset = (1L << 32) - 8;
    region.write(offset, MemorySegment.ofArray(words));
    assertTrue(region.isWritten(offset, 24));
    assertFalse(region.isWritten(offset, 25));
    assertFalse(region.isWritten(offset - 1, 25));
    int[] read = new int[6];
    region.read(offset, MemorySegment.ofArray(read));
    assertArrayEquals(words, read);
  }

  @Test
  void copiesCarryWhatWasNeverWritten() {
    Region source = new Region(0, PART + 130, true);
    source.write(PART - 3, MemorySegment.ofArray(new byte[70]));
    Region target = new Region(0, PART + 200, true);
    target.fill((byte) 7);
    target.copyFrom(source);
    assertFalse(target.isWritten(PART - 4, 1));
    assertTrue(target.isWritten(PART - 3, 70));
    assertFalse(target.isWritten(PART + 67, 1));
    assertFalse(target.isWritten(PART + 129, 1));
    assertTrue(target.isWritten(PART + 130, 70));
    assertEquals(7, target.getByte(PART + 130));
  }
}
