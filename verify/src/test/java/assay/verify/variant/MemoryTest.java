package assay.verify.variant;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import org.junit.jupiter.api.Test;

/** A checker's memory sees what a quiet GPU's forgives. */
final class MemoryTest {

  private static final Elements SIX = Elements.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);

  private final Memory checked = new Memory(Surroundings.CHECKED);
  private final Memory forgiving = new Memory(Surroundings.FORGIVING);

  @Test
  void anOutputHoldsNanUntilItIsWritten() {
    assertTrue(Float.isNaN(checked.output("out", 2, 3).load(0)));
    assertEquals(0, forgiving.output("out", 2, 3).load(0));
  }

  @Test
  void rowsAreApartAndNanLiesBetween() {
    Buffer buffer = checked.input("x", SIX, 3);
    assertTrue(buffer.stride() > 3);
    assertEquals(4, buffer.load(buffer.stride()));
    assertTrue(Float.isNaN(buffer.load(3)));
    float[] row = new float[4];
    buffer.load(0, 4, row, 0);
    assertTrue(Float.isNaN(row[3]));
    assertEquals(3, forgiving.input("x", SIX, 3).stride());
  }

  @Test
  void everyOperandHasAStrideOfItsOwn() {
    assertNotEquals(checked.input("x", SIX, 3).stride(), checked.input("y", SIX, 3).stride());
  }

  @Test
  void strayAccessesAreThrownOrWrapAround() {
    Buffer strict = checked.output("out", 2, 3);
    assertThrows(StrayAccess.class, () -> strict.load(-1));
    assertThrows(StrayAccess.class, () -> strict.store(2 * strict.stride(), 1));
    assertThrows(StrayAccess.class, () -> strict.store(3, 1));
    Buffer lax = forgiving.input("x", SIX, 3);
    assertEquals(6, lax.load(-1));
    assertEquals(1, lax.load(6));
  }

  @Test
  void scratchKeepsWhatTheLastRunLeft() {
    checked.workspace("w", 2, 2).store(0, 7);
    checked.begin();
    assertEquals(7, checked.workspace("w", 1, 2).load(0));
    checked.begin();
    assertTrue(Float.isNaN(checked.workspace("w", 3, 3).load(0)));
  }

  @Test
  void aWrittenInputIsSeen() {
    checked.input("x", SIX, 3);
    assertDoesNotThrow(checked::check);
    checked.indices("lengths", 3, 4).store(0, 5);
    assertThrows(StrayAccess.class, checked::check);
  }

  @Test
  void pagesAreFarApart() {
    short[] slots = {1, 2, 3, 4};
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(1, 2, slots, 1, new int[] {1}, new int[] {1});
    LatentPool pool = checked.pool(cache);
    float[] key = new float[2];
    pool.read(pool.stride(), 0, 0, 2, key, 0);
    assertEquals(Float.intBitsToFloat(3 << 16), key[0]);
    assertThrows(StrayAccess.class, () -> pool.read(2 * pool.stride(), 0, 0, 2, key, 0));
    assertThrows(StrayAccess.class, () -> pool.read(0, 1, 0, 2, key, 0));
    assertThrows(StrayAccess.class, () -> pool.read(4, 0, 0, 2, key, 0));
    LatentPool packed = forgiving.pool(cache);
    packed.read(4, 1, 0, 2, key, 0);
    assertEquals(Float.intBitsToFloat(1 << 16), key[0]);
  }
}
