package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class LaunchContract extends ContractPart {

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 127, 128, 129, 1000})
  void vectorAdd_stopsAtTheGuard(int count) {
    float[] a = new float[count];
    float[] b = new float[count];
    float[] expected = new float[count + 1];
    for (int i = 0; i < count; i++) {
      a[i] = i;
      b[i] = 0.5f * i;
      expected[i] = 1.5f * i;
    }
    expected[count] = -1;
    DeviceBuffer out = floats(expected.clone());
    out.write(MemorySegment.ofArray(new float[count]));
    kernel("vector_add.ptx", "vector_add")
        .launch(
            new LaunchConfig(Dim3.of((count + 127) / 128), Dim3.of(128)),
            new KernelArguments().buffer(out).buffer(floats(a)).buffer(floats(b)).int32(count));
    assertArrayEquals(expected, floats(out));
  }

  @Test
  void threeDimensionalLaunch_givesEachThreadItsIndices() {
    Dim3 grid = new Dim3(3, 2, 2);
    Dim3 block = new Dim3(5, 3, 4);
    int words = Math.toIntExact(6 * grid.count() * block.count());
    DeviceBuffer out = ints(new int[words]);
    kernel("indices.ptx", "indices")
        .launch(new LaunchConfig(grid, block), new KernelArguments().buffer(out));
    assertArrayEquals(expectedIndices(grid, block), ints(out));
  }

  private static int[] expectedIndices(Dim3 grid, Dim3 block) {
    int threads = Math.toIntExact(block.count());
    return IntStream.range(0, Math.toIntExact(grid.count()) * threads)
        .flatMap(
            i -> IntStream.concat(components(i % threads, block), components(i / threads, grid)))
        .toArray();
  }

  private static IntStream components(int index, Dim3 extent) {
    return IntStream.of(
        index % extent.x(), index / extent.x() % extent.y(), index / extent.x() / extent.y());
  }

  @Test
  void arguments_arriveBitForBit() {
    DeviceBuffer out = device().allocate(32);
    float signallingNan = Float.intBitsToFloat(0x7f800001);
    kernel("arguments.ptx", "arguments")
        .launch(
            oneThread(),
            new KernelArguments()
                .buffer(out)
                .int64(0x8123_4567_89ab_cdefL)
                .float32(signallingNan)
                .int32(-2)
                .int64(Long.MAX_VALUE));
    MemorySegment seen = MemorySegment.ofArray(new byte[32]);
    out.read(seen);
    assertEquals(0, longAt(seen, 0) % 256, "a buffer's address is a multiple of 256");
    assertEquals(0x8123_4567_89ab_cdefL, longAt(seen, 8));
    assertEquals(
        Float.floatToRawIntBits(signallingNan), seen.get(ValueLayout.JAVA_INT_UNALIGNED, 16));
    assertEquals(-2, seen.get(ValueLayout.JAVA_INT_UNALIGNED, 20));
    assertEquals(Long.MAX_VALUE, longAt(seen, 24));
  }

  @Test
  void launches_runInTheOrderIssued() {
    Kernel append = kernel("append_digit.ptx", "append_digit");
    DeviceBuffer value = ints(0);
    for (int digit = 1; digit <= 9; digit++) {
      append.launch(oneThread(), new KernelArguments().buffer(value).int32(digit));
    }
    assertArrayEquals(new int[] {123_456_789}, ints(value));
  }

  @Test
  void copiesAndFills_areOrderedWithLaunches() {
    Kernel append = kernel("append_digit.ptx", "append_digit");
    DeviceBuffer value = ints(1);
    append.launch(oneThread(), new KernelArguments().buffer(value).int32(2));
    value.fill((byte) 0);
    append.launch(oneThread(), new KernelArguments().buffer(value).int32(3));
    assertArrayEquals(new int[] {3}, ints(value));
    value.write(MemorySegment.ofArray(new int[] {7}));
    append.launch(oneThread(), new KernelArguments().buffer(value).int32(4));
    device().synchronize();
    assertArrayEquals(new int[] {74}, ints(value));
  }

  @Test
  void staticSharedMemory_isSharedByTheBlock() {
    int[] words = IntStream.range(0, 64).toArray();
    DeviceBuffer buffer = ints(words);
    kernel("shared_memory.ptx", "static_shared")
        .launch(new LaunchConfig(Dim3.of(1), Dim3.of(64)), new KernelArguments().buffer(buffer));
    assertArrayEquals(Arrays.stream(words).map(i -> 63 - i).toArray(), ints(buffer));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 48 << 10, 96 << 10, 160 << 10})
  void dynamicSharedMemory_isAsLargeAsAskedFor(int bytes) {
    DeviceBuffer out = ints(0);
    kernel("shared_memory.ptx", "dynamic_shared")
        .launch(
            new LaunchConfig(Dim3.of(1), Dim3.of(1), bytes),
            new KernelArguments().buffer(out).int32(bytes - 4).int32(0xabcd));
    assertArrayEquals(new int[] {0xabcd}, ints(out));
  }

  @Test
  void largestBlock_runs() {
    DeviceBuffer out = ints(new int[6 * 1024]);
    Dim3 block = new Dim3(32, 32, 1);
    kernel("indices.ptx", "indices")
        .launch(new LaunchConfig(Dim3.of(1), block), new KernelArguments().buffer(out));
    assertArrayEquals(expectedIndices(Dim3.of(1), block), ints(out));
  }
}
