package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import org.junit.jupiter.api.Test;

/** The softmax that OpenBLAS lacks keeps what the peers' contract says. */
final class SoftmaxF32Test {

  private static final double BOUND = PeerContracts.of(FloatFormat.F32).exp2RelativeError();

  @Test
  void expIsWithinTheContract() {
    for (float x = -87; x <= 0; x += 0x1p-12f) {
      double exact = Math.exp(x);
      assertTrue(Math.abs(SoftmaxF32.exp(x) - exact) <= BOUND * exact, "e^" + x);
    }
    assertEquals(1, SoftmaxF32.exp(0));
  }

  @Test
  void whatIsNotVisibleHasNoWeight() {
    Elements row = NativeElements.of(0f, 0f, 1e30f, Float.NaN);
    Softmax.of(FloatFormat.F32, 4).apply(row, 2);
    assertEquals(0.5, row.get(0));
    assertEquals(0.5, row.get(1));
    assertEquals(0, row.get(2));
    assertEquals(0, row.get(3));
  }

  @Test
  void aRowThatIsLongerThanThePartialSums_addsUpToOne() {
    int keys = 1024;
    Elements row = NativeElements.of(new float[keys]);
    Softmax.of(FloatFormat.F32, keys).apply(row, keys);
    for (int t = 0; t < keys; t++) {
      assertEquals(1.0 / keys, row.get(t));
    }
  }
}
