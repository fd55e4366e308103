package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GaussianTest {

  private static final int STREAMS = 16;
  private static final int LENGTH = 64;

  @Test
  void streamsOfOneSeed_shareNoValue_howeverSmallTheSeed() {
    for (long seed = 0; seed < 16; seed++) {
      Set<Double> values = new HashSet<>();
      for (int stream = 0; stream < STREAMS; stream++) {
        Gaussian gaussian = new Gaussian(seed, stream);
        for (int i = 0; i < LENGTH; i++) {
          assertTrue(values.add(gaussian.next()), "seed " + seed + " repeats a value");
        }
      }
      assertEquals(STREAMS * LENGTH, values.size());
    }
  }
}
