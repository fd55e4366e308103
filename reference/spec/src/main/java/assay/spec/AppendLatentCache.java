package assay.spec;

import assay.numerics.Elements;
import assay.numerics.ScaleRule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantises new tokens and stores them in a paged latent cache.
 *
 * <pre>
 *   slot s = slots[n] ≥ 0 holds latent[n,:] ‖ rope[n,:] as the layout says
 *   every byte of other slots, and every byte that the layout gives to nobody, stays
 * </pre>
 *
 * <p>It stores what it is given: the norm of the latent and the rotation of the key come before it.
 *
 * <p>Rounding. A code of 16 bits or more is the number rounded once, to nearest even, overflow to
 * ∞. An E4M3 code is the number in F32, divided by its scale in F32, rounded to nearest even,
 * saturating at ±448. The scale of a tile comes from the tile's largest magnitude in F32 by the
 * {@link ScaleRule}; {@link DenseLayout} has the tensor's.
 *
 * <p>Shapes: latent [N, D], rope [N, R], slots [N]; the result's pool [pages, bytes of a page],
 * each byte as a number from 0 to 255.
 *
 * <p>Special cases: a negative slot is skipped, and its row may hold anything; −0 keeps its sign; a
 * NaN is stored as the format's NaN (0x7F in E4M3, 0x7FFF in BF16, 0x7E00 in FP16), and an infinity
 * as 448 in E4M3; but a tile with a scale of its own must be finite. Two tokens of one slot are
 * refused: kernels store in any order. Error: none; every byte is exact.
 *
 * <p>Source: FlashMLA, tests/quant.py; vLLM, {@code concat_and_cache_mla}.
 */
public final class AppendLatentCache implements Operator {

  public static final AppendLatentCache OPERATOR = new AppendLatentCache();

  private static final OperatorName NAME = new OperatorName("AppendLatentCache");

  private AppendLatentCache() {}

  @Override
  public OperatorName name() {
    return NAME;
  }

  @Override
  public String formula() {
    return "pool[slots[n]] = quantise(latent[n,:] ‖ rope[n,:])";
  }

  @Override
  public String source() {
    return "FlashMLA, tests/quant.py; vLLM, concat_and_cache_mla";
  }

  /**
   * One problem.
   *
   * @param layout D, R and their bytes
   * @param scaleRule of layouts whose tiles have scales; POWER_OF_TWO for {@link Model1Layout}
   * @param pageSize P, at least 1
   * @param pool the cache before, whole pages; not copied, and not written to
   * @param latent [N, D], normed; not copied
   * @param rope [N, R], rotated; not copied
   * @param slots [N], each page · P + place in the page, or negative; not copied
   */
  public record Problem(
      LatentLayout layout,
      ScaleRule scaleRule,
      int pageSize,
      MemorySegment pool,
      Elements latent,
      Elements rope,
      long[] slots) {

    public Problem {
      Require.atLeast("pageSize", pageSize, 1);
      Require.pages("pool", pool.byteSize(), layout.bytesPerPage(pageSize));
      Require.count("latent", latent, (long) slots.length * layout.latent());
      Require.count("rope", rope, (long) slots.length * layout.rope());
      if (layout instanceof Model1Layout && scaleRule != ScaleRule.POWER_OF_TWO) {
        throw new IllegalArgumentException(
            "scaleRule is " + scaleRule + "; UE8M0 scales need POWER_OF_TWO");
      }
      requireSlots(slots, pool.byteSize() / layout.bytesPerPage(pageSize) * pageSize);
      if (!(layout instanceof DenseLayout)) {
        requireFinite(latent, layout.latent(), slots);
      }
    }

    /** N. */
    public int tokens() {
      return slots.length;
    }

    /** Pages in the pool. */
    public int pages() {
      return Math.toIntExact(pool.byteSize() / layout.bytesPerPage(pageSize));
    }

    private static void requireSlots(long[] slots, long count) {
      Map<Long, Integer> taken = new HashMap<>();
      for (int n = 0; n < slots.length; n++) {
        if (slots[n] >= count) {
          throw new IllegalArgumentException(
              "slots[%d] is %d; it must be below %d, or negative".formatted(n, slots[n], count));
        }
        Integer earlier = slots[n] < 0 ? null : taken.put(slots[n], n);
        if (earlier != null) {
          throw new IllegalArgumentException(
              "slots[%d] is %d, and so is slots[%d]; a slot takes one token"
                  .formatted(n, slots[n], earlier));
        }
      }
    }

    private static void requireFinite(Elements latent, int width, long[] slots) {
      for (int n = 0; n < slots.length; n++) {
        for (int d = 0; d < width && slots[n] >= 0; d++) {
          double value = latent.get((long) n * width + d);
          if (!(Math.abs((float) value) <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException(
                "latent[%d, %d] is %s; a tile with a scale must be finite in F32"
                    .formatted(n, d, value));
          }
        }
      }
    }
  }

  /** The result tensor {@code pool} of {@code problem}. */
  public static Result result(Problem problem, MemorySegment pool) {
    int bytesPerPage = Math.toIntExact(problem.layout().bytesPerPage(problem.pageSize()));
    double[] bytes = new double[Math.toIntExact(pool.byteSize())];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pool.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
    }
    Tensor.Axis page = new Tensor.Axis("page", problem.pages());
    Tensor.Axis place = new Tensor.Axis("byte", bytesPerPage);
    return Result.of(new Tensor("pool", List.of(page, place), bytes));
  }
}
