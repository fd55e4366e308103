package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Published sizes, places of every byte, and pages read by hand. */
final class LatentLayoutTest {

  @Test
  void tokensTakeThePublishedBytes() {
    assertEquals(1152, DenseLayout.bFloat16(512, 64).bytesPerToken());
    assertEquals(1152, DenseLayout.float16(512, 64).bytesPerToken());
    assertEquals(576, DenseLayout.fp8(512, 64, 1).bytesPerToken());
    assertEquals(656, new Fp8DsMlaLayout(512, 64).bytesPerToken());
    assertEquals(584, new Model1Layout(448, 64, 1).bytesPerToken());
    assertEquals(640, DenseLayout.bFloat16(256, 64).bytesPerToken());
  }

  @Test
  void pagesHoldTheirTokens() {
    assertEquals(64 * 1152, DenseLayout.bFloat16(512, 64).bytesPerPage(64));
    assertEquals(64 * 656, new Fp8DsMlaLayout(512, 64).bytesPerPage(64));
    assertEquals(64 * 584, new Model1Layout(448, 64, 1).bytesPerPage(64));
  }

  /** 64 · 584 = 37 376 lies between 64 · 576 and 65 · 576 = 37 440. */
  @Test
  void model1PagesArePaddedToWholeRowsOfData() {
    Model1Layout layout = Model1Layout.padded(448, 64);
    assertEquals(576, layout.pageMultiple());
    assertEquals(65 * 576, layout.bytesPerPage(64));
    assertEquals(2 * 576, layout.bytesPerPage(1));
    assertEquals(72 * 584, layout.bytesPerPage(72));
  }

  @Test
  void publishedOffsets() {
    Fp8DsMlaLayout v32 = new Fp8DsMlaLayout(512, 64);
    assertEquals(2 * 656, v32.latentOffset(64, 2));
    assertEquals(2 * 656 + 512, v32.scaleOffset(2));
    assertEquals(2 * 656 + 528, v32.ropeOffset(64, 2));
    Model1Layout v4 = Model1Layout.padded(448, 64);
    assertEquals(2 * 576, v4.latentOffset(64, 2));
    assertEquals(2 * 576 + 448, v4.ropeOffset(64, 2));
    assertEquals(64 * 576 + 2 * 8, v4.scaleOffset(64, 2));
  }

  @Test
  void scalesAreReadFromTheirPlaces() {
    Fp8DsMlaLayout v32 = new Fp8DsMlaLayout(256, 1);
    String codes = "38".repeat(128) + "40".repeat(128);
    double[] key = read(v32, 1, codes + "0000003F" + "00000040" + "803F");
    assertEquals(0.5, key[127]);
    assertEquals(4, key[128]);
    assertEquals(1, key[256]);
    Model1Layout v4 = new Model1Layout(128, 1, 1);
    String data = "38".repeat(64) + "40".repeat(64) + "803F";
    double[] other = read(v4, 1, data + "7E80" + "FF".repeat(6));
    assertEquals(0.5, other[63]);
    assertEquals(4, other[64]);
    assertEquals(1, other[128]);
  }

  /** The product has more bits than F32. */
  @Test
  void aTensorScaleScalesEveryFeature() {
    float scale = Math.nextUp(0.1f);
    double[] key = read(DenseLayout.fp8(1, 1, scale), 1, "77F7");
    assertArrayEquals(new double[] {240.0 * scale, -240.0 * scale}, key);
    assertTrue(240.0 * scale != (float) (240.0 * scale));
  }

  @Test
  void nanCodesAndNanScalesAreNan() {
    assertTrue(Double.isNaN(read(DenseLayout.fp8(1, 0, 1), 1, "FF")[0]));
    String data = "38".repeat(64) + "FF" + "00".repeat(7);
    assertTrue(Double.isNaN(read(new Model1Layout(64, 0, 1), 1, data)[0]));
  }

  @Test
  void widthsThatDoNotFitAreRefused() {
    refused(
        "latent is 448; it must be a positive multiple of 128", () -> new Fp8DsMlaLayout(448, 64));
    refused("latent is 0; it must be a positive multiple of 64", () -> new Model1Layout(0, 64, 1));
    refused("rope is -1; it must be at least 0", () -> DenseLayout.bFloat16(1, -1));
    refused("pageMultiple is 0; it must be at least 1", () -> new Model1Layout(64, 0, 0));
    refused(
        "format is TF32; it must be BF16, FP16, FP8_E4M3, F32 or F64",
        () -> new DenseLayout(FloatFormat.TF32, 1, 0, 1));
    refused("tensorScale is 0.0; it must be finite and positive", () -> DenseLayout.fp8(1, 0, 0));
    refused(
        "tensorScale is 2.0; BF16 codes have none",
        () -> new DenseLayout(FloatFormat.BF16, 1, 0, 2));
  }

  @Test
  void codesUnderScalesAreNoElements() {
    PagedLatentCache cache =
        new PagedLatentCache(
            1, new Fp8DsMlaLayout(128, 0), MemorySegment.NULL, 0, new int[0], new int[0]);
    assertThrows(IllegalStateException.class, cache::elements);
  }

  private static double[] read(LatentLayout layout, int pageSize, String hex) {
    MemorySegment page = MemorySegment.ofArray(HexFormat.of().parseHex(hex));
    return new PagedLatentCache(pageSize, layout, page, 1, new int[1], new int[] {1}).read(0, 0);
  }
}
