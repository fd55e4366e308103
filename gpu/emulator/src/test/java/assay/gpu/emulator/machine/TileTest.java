package assay.gpu.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Vectors and plain loops give the same bits. */
final class TileTest {

  private static final int HALF = 64;

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

  private static int[] leftAt(int depth) {
    int[] at = new int[depth];
    Arrays.setAll(at, k -> 32 * (4 * (k / 8) + k % 2) + k / 2 % 4);
    return at;
  }

  /** All NaN are one. */
  private static long[] canonical(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray();
  }

  @Test
  void vectorsGiveTheBitsOfPlainLoops() {
    for (int depth : new int[] {8, 16}) {
      for (long seed = 0; seed < 200; seed++) {
        Tile plain = new Tile();
        Tile best = Tile.best();
        fill(plain, seed);
        fill(best, seed);
        plain.multiply(leftAt(depth), HALF);
        best.multiply(leftAt(depth), HALF);
        assertArrayEquals(canonical(plain.sums), canonical(best.sums));
        plain.widen(plain.decoded, 0);
        best.widen(best.decoded, 0);
        assertArrayEquals(canonical(plain.decoded), canonical(best.decoded));
      }
    }
  }
}
