package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random loans of a pool beside what they must come to: each is filled with a byte of its own and
 * must still hold it when it is given back.
 */
final class PoolModel {

  private static final int OPERATIONS = 300;
  private static final int MOST_BYTES = 5000;

  private record Loan(PooledMemory memory, byte mark) {}

  private final DeviceMemoryPool pool;
  private final SplittableRandom random;
  private final List<Loan> loans = new ArrayList<>();
  private long live;

  PoolModel(DeviceMemoryPool pool, long seed) {
    this.pool = pool;
    this.random = new SplittableRandom(seed);
  }

  void run() {
    for (int i = 0; i < OPERATIONS; i++) {
      switch (random.nextInt(8)) {
        case 0 -> trim();
        case 1, 2, 3 -> giveBack();
        default -> borrow((byte) i);
      }
      check();
    }
    while (!loans.isEmpty()) {
      giveBack();
      check();
    }
    pool.close();
    assertEquals(0, pool.statistics().bytesHeld());
  }

  private void borrow(byte mark) {
    DeviceMemoryStatistics before = pool.statistics();
    int bytes = random.nextInt(1, MOST_BYTES);
    PooledMemory memory = pool.allocate(bytes);
    byte[] marks = new byte[bytes];
    Arrays.fill(marks, mark);
    memory.buffer().write(MemorySegment.ofArray(marks));
    loans.add(new Loan(memory, mark));
    live += bytes;
    boolean waited = before.bytesHeld() - before.bytesLent() >= memory.buffer().bytes();
    assertTrue(waited || pool.statistics().allocations() == before.allocations() + 1);
  }

  private void giveBack() {
    if (loans.isEmpty()) {
      return;
    }
    Loan loan = loans.remove(random.nextInt(loans.size()));
    byte[] held = new byte[Math.toIntExact(loan.memory.bytes())];
    loan.memory.buffer().read(MemorySegment.ofArray(held));
    for (byte one : held) {
      assertEquals(loan.mark, one, "another loan has written to this one");
    }
    live -= loan.memory.bytes();
    DeviceMemoryStatistics before = pool.statistics();
    long size = loan.memory.buffer().bytes();
    loan.memory.close();
    borrowAgain(size, before);
  }

  /** What was just given back serves the next loan of its size. */
  private void borrowAgain(long size, DeviceMemoryStatistics before) {
    try (PooledMemory again = pool.allocate(size)) {
      assertEquals(size, again.buffer().bytes());
      assertEquals(before.allocations(), pool.statistics().allocations());
    }
  }

  private void trim() {
    pool.trim();
    assertEquals(pool.statistics().bytesLent(), pool.statistics().bytesHeld());
  }

  private void check() {
    DeviceMemoryStatistics now = pool.statistics();
    long lent = loans.stream().mapToLong(loan -> loan.memory.buffer().bytes()).sum();
    assertEquals(loans.size(), now.lent());
    assertEquals(live, now.bytesLive());
    assertEquals(lent, now.bytesLent());
    assertTrue(now.bytesHeld() >= lent && now.highWaterBytes() >= lent);
    assertTrue(lent >= live);
  }
}
