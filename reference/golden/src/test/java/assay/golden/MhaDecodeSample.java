package assay.golden;

import assay.numerics.Elements;
import assay.spec.MhaDecode.Problem;
import assay.spec.PageTable;
import java.util.Arrays;

/** Random small problems: shuffled pages, NaN in every slot that is not live. */
final class MhaDecodeSample {

  private MhaDecodeSample() {}

  static Problem draw(long seed) {
    AttentionDraw draw = new AttentionDraw(seed);
    int keyValueHeads = draw.between(1, 3);
    return of(
        draw,
        draw.between(1, 3),
        keyValueHeads * draw.between(1, 3),
        keyValueHeads,
        new int[] {draw.between(1, 40), draw.between(1, 40)},
        draw.lengths(draw.between(0, 3), 150));
  }

  /**
   * @param widths E and V
   */
  static Problem of(
      AttentionDraw draw,
      int queryTokens,
      int heads,
      int keyValueHeads,
      int[] widths,
      int... lengths) {
    PageTable table = draw.coin() ? contiguous(lengths) : paged(draw, lengths);
    int slots = (int) table.slots() * keyValueHeads;
    Elements keys = draw.poison(slots * widths[0]);
    Elements values = draw.poison(slots * widths[1]);
    for (int b = 0; b < lengths.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        long slot = table.slot(b, t) * keyValueHeads;
        draw.fill(keys, slot * widths[0], keyValueHeads * widths[0]);
        draw.fill(values, slot * widths[1], keyValueHeads * widths[1]);
      }
    }
    return new Problem(
        queryTokens,
        heads,
        keyValueHeads,
        widths[0],
        widths[1],
        draw.normal(lengths.length * queryTokens * heads * widths[0]),
        table,
        keys,
        values,
        (float) (1 / Math.sqrt(widths[0])),
        draw.coin());
  }

  private static PageTable contiguous(int... lengths) {
    return PageTable.contiguous(Arrays.stream(lengths).max().orElse(0) + 1, lengths);
  }

  private static PageTable paged(AttentionDraw draw, int... lengths) {
    int pageSize = draw.between(1, 70);
    int perSequence = Math.ceilDiv(Arrays.stream(lengths).max().orElse(0), pageSize) + 1;
    int pages = lengths.length * perSequence;
    int[] shuffled = draw.shuffled(pages);
    int[] entries = new int[pages];
    for (int i = 0; i < pages; i++) {
      boolean used = i % perSequence * pageSize < lengths[i / perSequence];
      entries[i] = used ? shuffled[i] : Integer.MIN_VALUE;
    }
    return new PageTable(pageSize, pages, perSequence, entries, lengths);
  }
}
