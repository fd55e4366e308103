package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes worked out by hand. Bytes that nobody wrote are AA. */
final class AppendLatentCacheBytesTest {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final String UNTOUCHED = "AA";

  static Stream<Implementation<Problem>> writers() {
    return Stream.of(new AppendLatentCacheReference(), new AppendLatentCacheFormula());
  }

  /** 1.0, −2.5 and the tie 1 + 2^−8, which goes to the even 1.0. */
  @ParameterizedTest
  @MethodSource("writers")
  void bf16(Implementation<Problem> writer) {
    LatentLayout layout = DenseLayout.bFloat16(2, 1);
    String bytes = store(writer, layout, 1, 1, 0, floats(1, -2.5f), floats(1 + 0x1p-8f));
    assertEquals("803F 20C0 803F", grouped(bytes, 2));
  }

  @ParameterizedTest
  @MethodSource("writers")
  void fp16(Implementation<Problem> writer) {
    LatentLayout layout = DenseLayout.float16(3, 0);
    String bytes = store(writer, layout, 1, 1, 0, floats(1, -2.5f, 70000));
    assertEquals("003C00C1007C", bytes);
  }

  /** Steps of 2^−9 at the bottom; ties to even; a sign on zero; saturation; NaN. */
  @ParameterizedTest
  @MethodSource("writers")
  void fp8_subnormalsSaturationAndNan(Implementation<Problem> writer) {
    float[] values = {
      0x1p-9f, 0x1p-10f, 3 * 0x1p-10f, -0x1p-10f, 448, -448, 464, 1000, -INF, Float.NaN, 1
    };
    LatentLayout layout = DenseLayout.fp8(values.length, 0, 1);
    String bytes = store(writer, layout, 1, 1, 0, values);
    assertEquals("01 00 02 80 7E FE 7E 7E FE 7F 38", grouped(bytes, 1));
  }

  @ParameterizedTest
  @MethodSource("writers")
  void fp8_scalesLatentAndRopeAlike(Implementation<Problem> writer) {
    LatentLayout layout = DenseLayout.fp8(1, 1, 0.5f);
    assertEquals("38 40", grouped(store(writer, layout, 1, 1, 0, floats(0.5f), floats(1)), 1));
  }

  /** 336 is a tie of 320 (7A) and 352 (7B); the scale of 336/448 = 0.75 is 1. */
  @ParameterizedTest
  @MethodSource("writers")
  void fp8DsMla_a336FillHasScaleOne(Implementation<Problem> writer) {
    LatentLayout layout = new Fp8DsMlaLayout(128, 1);
    String bytes = store(writer, layout, 1, 1, 0, filled(128, 336), floats(1));
    assertEquals("7A".repeat(128) + "0000803F" + "803F", bytes);
  }

  /** 336/0.75 = 448. */
  @ParameterizedTest
  @MethodSource("writers")
  void fp8DsMla_arbitraryScale(Implementation<Problem> writer) {
    LatentLayout layout = new Fp8DsMlaLayout(128, 1);
    String bytes = store(writer, layout, ScaleRule.ARBITRARY, 1, 1, 0, filled(128, 336), floats(1));
    assertEquals("7E".repeat(128) + "0000403F" + "803F", bytes);
  }

  /** 2^−13 is F32 39000000; the arbitrary rule's floor, 2^−126, is 00800000. */
  @ParameterizedTest
  @MethodSource("writers")
  void fp8DsMla_zeros(Implementation<Problem> writer) {
    LatentLayout layout = new Fp8DsMlaLayout(128, 0);
    float[] zeros = new float[128];
    String codes = "00".repeat(128);
    assertEquals(codes + "00000039", store(writer, layout, 1, 1, 0, zeros));
    String arbitrary = store(writer, layout, ScaleRule.ARBITRARY, 1, 1, 0, zeros, floats());
    assertEquals(codes + "00008000", arbitrary);
  }

  /** Place 1 of page 1: 66 data bytes a slot, 8 of scales, 148 a page, padded to 198. */
  @ParameterizedTest
  @MethodSource("writers")
  void model1_footerAndPadding(Implementation<Problem> writer) {
    LatentLayout layout = Model1Layout.padded(64, 1);
    float[] latent = filled(64, 336);
    latent[1] = -448;
    String bytes = store(writer, layout, 2, 2, 3, latent, floats(-2));
    String data = "7AFE" + "7A".repeat(62) + "00C0";
    String footer = UNTOUCHED.repeat(8) + "7F" + UNTOUCHED.repeat(7);
    String page = UNTOUCHED.repeat(66) + data + footer + UNTOUCHED.repeat(50);
    assertEquals(UNTOUCHED.repeat(198) + page, bytes);
  }

  /** 449/448 needs the scale 2 (80), zeros 2^−13 (72). */
  @ParameterizedTest
  @MethodSource("writers")
  void model1_eachTileHasItsOwnScale(Implementation<Problem> writer) {
    LatentLayout layout = new Model1Layout(192, 0, 1);
    float[] latent = new float[192];
    latent[5] = 449;
    latent[64] = 448;
    String footer = store(writer, layout, 1, 1, 0, latent).substring(2 * 192);
    assertEquals("807F72" + UNTOUCHED.repeat(5), footer);
  }

  private static String store(
      Implementation<Problem> writer,
      LatentLayout layout,
      int pageSize,
      int pages,
      long slot,
      float[] latent,
      float... rope) {
    return store(writer, layout, ScaleRule.POWER_OF_TWO, pageSize, pages, slot, latent, rope);
  }

  private static String store(
      Implementation<Problem> writer,
      LatentLayout layout,
      ScaleRule rule,
      int pageSize,
      int pages,
      long slot,
      float[] latent,
      float[] rope) {
    byte[] pool = new byte[(int) (pages * layout.bytesPerPage(pageSize))];
    Arrays.fill(pool, (byte) 0xAA);
    Problem problem =
        new Problem(
            layout,
            rule,
            pageSize,
            MemorySegment.ofArray(pool),
            Elements.of(latent),
            Elements.of(rope),
            new long[] {slot});
    double[] after = writer.run(problem).tensor("pool").values();
    for (int i = 0; i < pool.length; i++) {
      pool[i] = (byte) after[i];
    }
    return HexFormat.of().withUpperCase().formatHex(pool);
  }

  private static String grouped(String hex, int bytes) {
    return hex.replaceAll("(.{" + 2 * bytes + "})(?=.)", "$1 ");
  }

  private static float[] floats(float... values) {
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
