package assay.golden.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Buffers come back, are never in two hands, and are counted. */
final class BufferPoolTest {

  @Test
  void aBufferThatWasGivenBackIsLentAgain() {
    try (BufferPool pool = new BufferPool()) {
      double[] first = lendOnce(pool, 1000);
      assertSame(first, lendOnce(pool, 1000));
      assertSame(first, lendOnce(pool, 1024));
      assertNotSame(first, lendOnce(pool, 1025));
      assertEquals(new BufferStatistics(4, 2, 0, 8 * (1024 + 1280), 0, 8 * 1280), stats(pool));
    }
  }

  @Test
  void twoBuffersAtOnceAreTwo() {
    try (BufferPool pool = new BufferPool();
        PooledBuffer<float[]> a = pool.floats(10);
        PooledBuffer<float[]> b = pool.floats(10)) {
      assertNotSame(a.data(), b.data());
      assertEquals(new BufferStatistics(2, 0, 2, 80, 80, 80), stats(pool));
    }
  }

  @Test
  void segmentsLieOutsideTheHeapAndAreAligned() {
    try (BufferPool pool = new BufferPool();
        PooledBuffer<MemorySegment> bytes = pool.bytes(3)) {
      assertTrue(bytes.data().isNative());
      assertEquals(0, bytes.data().address() % 64);
      assertEquals(64, bytes.data().byteSize());
    }
  }

  @Test
  void whatIsWrongIsRefusedInASentence() {
    BufferPool pool = new BufferPool();
    PooledBuffer<double[]> buffer = pool.doubles(1);
    refused("1 buffers of the pool are still lent", pool::close);
    buffer.close();
    refused("the buffer has been given back already", buffer::close);
    refused(
        "count is -1; it must be in [0, 1879048192]",
        () -> {
          var _ = pool.doubles(-1);
        });
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 8, 9, 16, 17, 1000, 1024, 1025, 1L << 31, (1L << 40) + 1})
  void aSizeClassIsAtMostAQuarterLonger(long size) {
    long rounded = SizeClass.roundUp(size);
    assertTrue(rounded >= size && 4 * rounded <= 5 * Math.max(SizeClass.LEAST, size) + 3);
    assertEquals(rounded, SizeClass.roundUp(rounded));
    assertTrue(SizeClass.index(rounded) < SizeClass.COUNT);
  }

  @Test
  void everySizeClassHasANumberOfItsOwn() {
    long size = 0;
    int previous = -1;
    while (size < 1L << 40) {
      size = SizeClass.roundUp(size + 1);
      int index = SizeClass.index(size);
      assertTrue(index > previous, "size " + size);
      previous = index;
    }
  }

  /** Each thread signs its buffers and finds its own signature again. */
  @Test
  void noBufferIsInTwoHands() {
    try (BufferPool pool = new BufferPool()) {
      long foreign =
          IntStream.range(0, 20_000).parallel().filter(i -> isDisturbed(pool, i)).count();
      assertEquals(0, foreign);
      assertEquals(20_000, stats(pool).loans());
      assertEquals(0, stats(pool).bytesLent());
    }
  }

  private static boolean isDisturbed(BufferPool pool, int signature) {
    try (PooledBuffer<double[]> buffer = pool.doubles(16 + signature % 3 * 16)) {
      Arrays.fill(buffer.data(), signature);
      Thread.onSpinWait();
      return Arrays.stream(buffer.data()).anyMatch(value -> value != signature);
    }
  }

  private static double[] lendOnce(BufferPool pool, int count) {
    try (PooledBuffer<double[]> buffer = pool.doubles(count)) {
      assertTrue(buffer.data().length >= count);
      return buffer.data();
    }
  }

  private static BufferStatistics stats(BufferPool pool) {
    return pool.statistics();
  }

  private static void refused(String sentence, Executable call) {
    assertEquals(sentence, assertThrows(RuntimeException.class, call).getMessage());
  }
}
