package assay.gpu.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Vectors and plain loops give the same bits. */
final class TileTest {

  private static final int LANES = 32;

  private static void fill(Tile tile, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (double[] factors : new double[][] {tile.left, tile.right}) {
      for (int i = 0; i < factors.length; i++) {
        int bits = random.nextInt() & 0xffff0000;
        factors[i] = random.nextInt(50) == 0 ? Float.intBitsToFloat(bits) : random.nextFloat(-1, 1);
      }
    }
    Arrays.setAll(tile.bits, i -> random.nextInt());
  }

  /** All NaN are one. */
  private static long[] canonical(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  @Test
  void vectorsGiveTheBitsOfPlainLoops() {
    for (TileLayout layout : new TileLayout[] {TileLayout.of(2, 1), TileLayout.of(2, 2)}) {
      for (long seed = 0; seed < 200; seed++) {
        Tile plain = new Tile();
        Tile best = Tile.best();
        fill(plain, seed);
        fill(best, seed);
        plain.multiply(layout);
        best.multiply(layout);
        assertArrayEquals(canonical(plain.sums), canonical(best.sums));
        assertArrayEquals(added(plain), added(best));
        for (int[] shifts : new int[][] {{0, 16}, {16, 16}, {13, 13}, {0, 0}}) {
          assertArrayEquals(widened(plain, shifts), widened(best, shifts));
        }
      }
    }
  }

  /** Two registers of D, with starts that are any bits. */
  private static int[] added(Tile tile) {
    int[] even = new int[LANES];
    int[] odd = new int[LANES];
    tile.add(0, tile.bits, even);
    tile.add(Tile.ROWS / 2 * Tile.COLUMNS + 4, tile.bits, odd);
    int[] both = Arrays.copyOf(even, 2 * LANES);
    System.arraycopy(odd, 0, both, LANES, LANES);
    return both;
  }

  private static long[] widened(Tile tile, int[] shifts) {
    double[] to = new double[2 * LANES];
    tile.widen(tile.bits, shifts[0], shifts[1], to, LANES);
    return canonical(to);
  }
}
