package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class MemoryContract extends ContractPart {

  private static final int MANY = (5 << 20) + 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 255, 256, 257, 65536, MANY})
  void write_thenRead_givesTheSameBytes(int size) {
    byte[] written = randomBytes(size);
    DeviceBuffer buffer = device().allocate(size);
    buffer.write(MemorySegment.ofArray(written));
    assertEquals(size, buffer.bytes());
    assertArrayEquals(written, bytes(buffer));
  }

  @Test
  void write_atAnOffset_leavesTheRest() {
    DeviceBuffer buffer = filled(16, 9);
    buffer.write(5, MemorySegment.ofArray(new byte[] {1, 2, 3}));
    assertArrayEquals(new byte[] {9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 9, 9, 9, 9, 9, 9}, bytes(buffer));
  }

  @Test
  void read_atAnOffset_takesOnlyTheTarget() {
    DeviceBuffer buffer = ints(10, 11, 12, 13);
    int[] middle = new int[2];
    buffer.read(Integer.BYTES, MemorySegment.ofArray(middle));
    assertArrayEquals(new int[] {11, 12}, middle);
  }

  @Test
  void copies_takeSlicesOfNativeMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment host = arena.allocate(MANY);
      host.copyFrom(MemorySegment.ofArray(randomBytes(MANY)));
      DeviceBuffer buffer = device().allocate(MANY - 7);
      buffer.write(host.asSlice(7).asReadOnly());
      MemorySegment back = arena.allocate(MANY);
      buffer.read(back.asSlice(7));
      assertEquals(-1, host.asSlice(7).mismatch(back.asSlice(7)));
    }
  }

  @Test
  void copies_takeArraysOfEveryElement() {
    DeviceBuffer buffer = device().allocate(2 * Double.BYTES);
    buffer.write(MemorySegment.ofArray(new double[] {1.5, Double.NaN}));
    double[] doubles = new double[2];
    buffer.read(MemorySegment.ofArray(doubles));
    assertArrayEquals(new double[] {1.5, Double.NaN}, doubles);
    short[] shorts = new short[4];
    buffer.read(8, MemorySegment.ofArray(shorts));
    assertArrayEquals(new short[] {0, 0, 0, 0x7ff8}, shorts);
  }

  @Test
  void write_takesACopy() {
    byte[] source = {1, 2, 3};
    DeviceBuffer buffer = device().allocate(3);
    buffer.write(MemorySegment.ofArray(source));
    Arrays.fill(source, (byte) 0);
    assertArrayEquals(new byte[] {1, 2, 3}, bytes(buffer));
  }

  @Test
  void emptyCopies_areAllowed() {
    DeviceBuffer buffer = filled(2, 7);
    buffer.write(2, MemorySegment.ofArray(new byte[0]));
    buffer.read(2, MemorySegment.ofArray(new byte[0]));
    assertArrayEquals(new byte[] {7, 7}, bytes(buffer));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 1, -1, 127, -128})
  void fill_setsEveryByte(byte value) {
    byte[] expected = new byte[1025];
    Arrays.fill(expected, value);
    assertArrayEquals(expected, bytes(filled(1025, value)));
  }

  @Test
  void buffers_doNotOverlap() {
    DeviceBuffer first = filled(300, 1);
    DeviceBuffer second = filled(300, 2);
    first.fill((byte) 3);
    assertArrayEquals(bytes(filled(300, 2)), bytes(second));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 257, MANY})
  void copyFrom_takesTheWholeSource_andLeavesTheRest(int size) {
    byte[] written = randomBytes(size);
    DeviceBuffer source = device().allocate(size);
    source.write(MemorySegment.ofArray(written));
    DeviceBuffer target = filled(size + 3, 9);
    target.copyFrom(source);
    byte[] expected = Arrays.copyOf(written, size + 3);
    Arrays.fill(expected, size, size + 3, (byte) 9);
    assertArrayEquals(expected, bytes(target));
    source.fill((byte) 1);
    assertArrayEquals(expected, bytes(target));
  }

  @Test
  void copyFrom_longerThanTheBuffer_orItself_isRefused() {
    DeviceBuffer buffer = filled(8, 1);
    assertRefused(IllegalArgumentException.class, () -> buffer.copyFrom(filled(9, 2)));
    assertRefused(IllegalArgumentException.class, () -> buffer.copyFrom(buffer));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 6, 8, 9, Long.MAX_VALUE, Long.MIN_VALUE})
  void copies_outOfRange_areRefused(long offset) {
    DeviceBuffer buffer = device().allocate(8);
    MemorySegment host = MemorySegment.ofArray(new byte[3]);
    assertRefused(IllegalArgumentException.class, () -> buffer.write(offset, host));
    assertRefused(IllegalArgumentException.class, () -> buffer.read(offset, host));
  }

  @Test
  void copies_longerThanTheBuffer_areRefused() {
    DeviceBuffer buffer = device().allocate(8);
    MemorySegment host = MemorySegment.ofArray(new byte[9]);
    assertRefused(IllegalArgumentException.class, () -> buffer.write(host));
    assertRefused(IllegalArgumentException.class, () -> buffer.read(host));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void allocate_withoutBytes_isRefused(long bytes) {
    assertRefused(IllegalArgumentException.class, () -> device().allocate(bytes));
  }

  @Test
  void allocate_moreThanThereIs_leavesTheDeviceUsable() {
    assertRefused(OutOfDeviceMemory.class, () -> device().allocate(1L << 60));
    assertArrayEquals(new int[] {4, 5}, ints(ints(4, 5)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 9, Long.MAX_VALUE, Long.MIN_VALUE})
  void addresses_outsideABuffer_areRefused(long offset) {
    DeviceBuffer buffer = device().allocate(8);
    assertRefused(IllegalArgumentException.class, () -> new DeviceSlice(buffer, offset));
    assertRefused(IllegalArgumentException.class, () -> DeviceSlice.of(buffer).plus(8).plus(1));
  }

  private DeviceBuffer filled(int size, int value) {
    DeviceBuffer buffer = device().allocate(size);
    buffer.fill((byte) value);
    return buffer;
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
