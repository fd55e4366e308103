package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

abstract class PoolContract extends ContractPart {

  /** Ways in which a pool could be wrong. */
  enum Bug {
    LENDS_TWICE(device ->
        new DeviceMemoryPool(device) {
          @Override
          void keep(DeviceBuffer buffer) {
            super.keep(buffer);
            super.keep(buffer);
          }
        }),
    KEEPS_NOTHING(device ->
        new DeviceMemoryPool(device) {
          @Override
          void keep(DeviceBuffer buffer) {}
        }),
    LENDS_TOO_LITTLE(device ->
        new DeviceMemoryPool(device) {
          @Override
          long size(long bytes) {
            return super.size(bytes / 2);
          }
        }),
    FORGETS_WHAT_IT_TRIMS(device ->
        new DeviceMemoryPool(device) {
          @Override
          void drop(DeviceBuffer buffer) {
            buffer.close();
          }
        });

    private final Function<Device, DeviceMemoryPool> maker;

    Bug(Function<Device, DeviceMemoryPool> maker) {
      this.maker = maker;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyLoans_behaveAsTheModelSays(long seed) {
    new PoolModel(new DeviceMemoryPool(device()), seed).run();
  }

  @ParameterizedTest
  @EnumSource(Bug.class)
  void plantedBug_isSeen(Bug bug) {
    assertThrows(
        Throwable.class, () -> new PoolModel(bug.maker.apply(device()), 1).run(), bug::name);
  }

  @ParameterizedTest
  @CsvSource({
    "0,256",
    "1,256",
    "256,256",
    "257,512",
    "1024,1024",
    "1025,1280",
    "1281,1536",
    "1048577,1310720"
  })
  void sizes_areRoundedUpToTheirClass(long bytes, long size) {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    assertEquals(size, pool.allocate(bytes).buffer().bytes());
  }

  @Test
  void loopOfTheSameSizes_allocatesNothingAfterItsFirstRound() {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    for (int round = 0; round < 5; round++) {
      try (DeviceArena arena = new DeviceArena(pool)) {
        arena.allocate(3000);
        arena.allocate(3000);
        arena.allocate(50);
      }
    }
    assertEquals(new DeviceMemoryStatistics(15, 3, 0, 0, 0, 6400, 6400), pool.statistics());
  }

  @Test
  void memoryGivenBackTwice_isRefused() {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    PooledMemory memory = pool.allocate(10);
    memory.close();
    DeviceMemoryStatistics before = pool.statistics();
    assertRefused(IllegalStateException.class, memory::close);
    assertRefused(IllegalStateException.class, memory::slice);
    assertEquals(before, pool.statistics());
  }

  @Test
  void memoryOfAnotherPool_isRefused() {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    PooledMemory memory = new DeviceMemoryPool(device()).allocate(10);
    assertRefused(IllegalArgumentException.class, () -> pool.free(memory));
    assertRefused(IllegalArgumentException.class, () -> pool.allocate(-1));
  }

  @Test
  void poolWithLoans_refusesToClose() {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    PooledMemory memory = pool.allocate(10);
    assertRefused(IllegalStateException.class, pool::close);
    memory.close();
    pool.close();
    assertEquals(0, pool.statistics().bytesHeld());
  }

  @Test
  void loanThatDoesNotFit_leavesThePoolUsable() {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    PooledMemory kept = pool.allocate(700);
    DeviceMemoryStatistics before = pool.statistics();
    assertRefused(OutOfDeviceMemory.class, () -> pool.allocate(1L << 60));
    assertEquals(before, pool.statistics());
    kept.close();
    assertSame(kept.getClass(), pool.allocate(700).getClass());
    assertEquals(1, pool.statistics().allocations());
  }

  @Test
  void fragmentation_isTheShareThatNobodyAskedFor() {
    DeviceMemoryPool pool = new DeviceMemoryPool(device());
    assertEquals(0, pool.statistics().fragmentation());
    pool.allocate(256).close();
    pool.allocate(384);
    assertEquals((256 + 128) / 768.0, pool.statistics().fragmentation());
    assertTrue(pool.statistics().toString().contains("bytesLive=384"));
  }
}
