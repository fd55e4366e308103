package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RotaryEmbeddingTest {

  @Test
  void pairsCoverEachFeatureOnce() {
    for (RopePairing pairing : RopePairing.values()) {
      int[] features =
          IntStream.range(0, 4)
              .flatMap(i -> IntStream.of(pairing.first(i, 8), pairing.second(i, 8)))
              .toArray();
      Arrays.sort(features);
      assertEquals(0, Arrays.compare(IntStream.range(0, 8).toArray(), features));
    }
    assertEquals(3, RopePairing.INTERLEAVED.second(1, 8));
    assertEquals(5, RopePairing.HALF_SPLIT.second(1, 8));
  }

  @Test
  void ropeHasWholePairs_andABaseAboveOne() {
    refused("width is 7; it must be even", () -> rope(7, 100));
    refused("width is 0; it must be at least 2", () -> rope(0, 100));
    refused("theta is 1.0; it must be finite and above 1", () -> rope(8, 1));
  }

  @Test
  void featuresMatchPositions() {
    Elements x = Elements.allocate(FloatFormat.BF16, 24);
    assertEquals(1, new RotaryEmbedding.Problem(rope(8, 100), 3, x, new int[1]).tokens());
    refused(
        "x has 24 elements; its shape holds 48",
        () -> new RotaryEmbedding.Problem(rope(8, 100), 3, x, new int[2]));
  }

  /** 0.1 ln 40 + 1 = 1.368888, to its digits; DeepSeek's two mscales cancel in the rotation. */
  @Test
  void bothMscalesAreKeptApart() {
    Yarn deepSeek = Yarn.of(40, 1);
    assertEquals("1.368888", "%.6f".formatted(deepSeek.softmaxMscale()));
    assertEquals(1, deepSeek.rotationMscale());
    Yarn rotationOnly = new Yarn(40, 4096, 32, 1, 1, 0);
    assertEquals(1, rotationOnly.softmaxMscale());
    assertEquals(deepSeek.softmaxMscale(), rotationOnly.rotationMscale());
    assertEquals(1, Yarn.NONE.softmaxMscale());
  }

  @Test
  void yarnDoesNotShorten() {
    refused("factor is 0.5; it must be finite and at least 1", () -> Yarn.of(0.5, 1));
    refused("mscale is -1.0; it must be finite and not negative", () -> Yarn.of(2, -1));
    refused("betaFast is 0.0; it must be finite and positive", () -> new Yarn(2, 4096, 0, 1, 1, 1));
    refused("originalPositions is 0; it must be at least 1", () -> new Yarn(2, 0, 32, 1, 1, 1));
  }

  private static Rope rope(int width, double theta) {
    return new Rope(width, RopePairing.INTERLEAVED, theta, Yarn.NONE);
  }
}
