package assay.golden;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.InvalidIndexRule;
import assay.spec.PagedLatentCache;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.util.Arrays;

/** Random small problems: duplicates, invalid entries, NaN in every slot that is not listed. */
final class SparseMlaDecodeSample {

  private SparseMlaDecodeSample() {}

  static Problem draw(long seed) {
    AttentionDraw draw = new AttentionDraw(seed);
    int heads = draw.between(1, 5);
    float[] sinks = Problem.noSinks(heads);
    if (draw.coin()) {
      for (int h = 0; h < heads; h++) {
        sinks[h] = draw.between(0, 5) == 0 ? sinks[h] : (float) (4 * draw.gaussian());
      }
    }
    int[] shape = {draw.between(0, 3), draw.between(1, 2), heads, draw.length(130)};
    return of(draw, shape, draw.between(1, 48), draw.between(0, 8), sinks);
  }

  /**
   * @param shape B, S, H and K
   */
  static Problem of(AttentionDraw draw, int[] shape, int latent, int rope, float... sinks) {
    int pageSize = draw.between(1, 9);
    int pages = draw.between(1, 30);
    InvalidIndexRule rule =
        draw.coin() ? InvalidIndexRule.MINUS_ONE : InvalidIndexRule.OUTSIDE_THE_POOL;
    Selection selection = selection(draw, shape[0] * shape[1], shape[3], pageSize * pages, rule);
    return new Problem(
        shape[0],
        shape[1],
        shape[2],
        latent,
        rope,
        draw.coin() ? latent : latent + rope,
        draw.normal(shape[0] * shape[1] * shape[2] * (latent + rope)),
        cache(draw, pageSize, pages, latent + rope, selection),
        selection,
        sinks,
        0.25f);
  }

  /** One head, one key of score 0 whose value is {@code value}. */
  static Problem oneZeroKeyWithValue(double value) {
    short[] slot = {BFloat16.fromDouble(value)};
    return new Problem(
        1,
        1,
        1,
        1,
        0,
        1,
        Elements.of(0.0),
        PagedLatentCache.ofBFloat16(1, 1, slot, 0, new int[0], new int[0]),
        Selection.of(1, new int[] {0}, InvalidIndexRule.MINUS_ONE),
        Problem.noSinks(1),
        1);
  }

  private static Selection selection(
      AttentionDraw draw, int tokens, int listed, int pool, InvalidIndexRule rule) {
    int[] counts = new int[tokens];
    Arrays.setAll(counts, token -> draw.coin() ? listed : draw.between(0, listed));
    int[] indices = new int[tokens * listed];
    Arrays.setAll(
        indices,
        i -> draw.between(0, 6) > 0 ? draw.between(0, pool - 1) : invalid(draw, pool, rule));
    return new Selection(listed, indices, counts, rule);
  }

  private static int invalid(AttentionDraw draw, int pool, InvalidIndexRule rule) {
    int[] candidates = {-1, pool, Integer.MIN_VALUE, Integer.MAX_VALUE};
    return rule == InvalidIndexRule.MINUS_ONE ? -1 : candidates[draw.between(0, 3)];
  }

  private static PagedLatentCache cache(
      AttentionDraw draw, int pageSize, int pages, int width, Selection selection) {
    short[] slots = new short[pageSize * pages * width];
    Arrays.fill(slots, BFloat16.NAN);
    for (int token = 0; token < selection.counts().length; token++) {
      for (int slot : selection.slots(token, (long) pageSize * pages)) {
        for (int i = slot * width; i < (slot + 1) * width; i++) {
          slots[i] = BFloat16.fromDouble(draw.gaussian());
        }
      }
    }
    return PagedLatentCache.ofBFloat16(pageSize, width, slots, 0, new int[0], new int[0]);
  }
}
