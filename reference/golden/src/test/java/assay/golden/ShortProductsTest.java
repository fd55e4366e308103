package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.BFloat16;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lemma 24 of docs/numerics.md: which products have a bit below a step. */
final class ShortProductsTest {

  private static final int COUNT = 500;

  @Test
  void countsProductsThatAreNoMultipleOfTheStep() {
    double[] x = random(1);
    double[] y = random(2);
    for (int exponent = -40; exponent < 5; exponent++) {
      double step = Math.scalb(1.0, exponent);
      long fine = IntStream.range(0, COUNT).filter(i -> x[i] * y[i] % step != 0).count();
      assertEquals(fine / (double) COUNT, ShortProducts.finer(x, y, step), "2^" + exponent);
    }
  }

  @Test
  void zeroHasNoBit() {
    assertEquals(0, ShortProducts.finer(new double[] {0, -0.0}, new double[] {1, 1}, 1));
    assertEquals(0.5, ShortProducts.finer(new double[] {0, 0.5}, new double[] {1, 1}, 1));
  }

  private static double[] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[COUNT];
    Arrays.setAll(x, i -> BFloat16.toFloat(BFloat16.fromFloat((float) random.nextGaussian())));
    return x;
  }
}
