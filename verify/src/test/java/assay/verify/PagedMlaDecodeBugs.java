package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A bug for each property of {@link PagedMlaDecode}. */
final class PagedMlaDecodeBugs {

  private static final Implementation<Problem> HONEST = golden().reference();

  private PagedMlaDecodeBugs() {}

  @SuppressWarnings("unchecked")
  static GoldenOperator<Problem> golden() {
    return (GoldenOperator<Problem>) GoldenOperators.of(PagedMlaDecode.OPERATOR);
  }

  static Map<String, Implementation<Problem>> all() {
    Map<String, Implementation<Problem>> bugs =
        new HashMap<>(
            new AttentionBugs<>(
                    HONEST, new PagedMlaDecodeTokens(), problem -> problem.queryTokens() > 1)
                .all());
    bugs.put(
        "page-permutation", Edits.moved(HONEST, problem -> sum(problem.cache().pageTable(), 1)));
    bugs.put("page-size", Edits.moved(HONEST, problem -> problem.cache().pageSize()));
    bugs.put("page-sharing", Edits.moved(HONEST, PagedMlaDecodeBugs::pagesSeenTwice));
    bugs.put("batch-permutation", firstRow());
    bugs.put("head-permutation", firstRow());
    bugs.put("poison-invisible", Edits.moved(HONEST, problem -> last(problem.cache().pageTable())));
    bugs.put(
        "cache-scale",
        Edits.result(
            HONEST, (problem, out, lse) -> Arrays.setAll(out, i -> out[i] / tensorScale(problem))));
    return bugs;
  }

  private static Implementation<Problem> firstRow() {
    return Edits.result(HONEST, (problem, out, lse) -> shift(out));
  }

  private static void shift(double[] out) {
    if (out.length > 0) {
      out[0] += 1;
    }
  }

  private static int sum(int[] table, int count) {
    return Arrays.stream(table).limit(count).sum();
  }

  private static int last(int[] table) {
    return table.length == 0 ? 0 : table[table.length - 1];
  }

  private static long pagesSeenTwice(Problem problem) {
    int[] slots = PagedMlaDecodeTransform.visibleSlots(problem.cache());
    return slots.length - Arrays.stream(slots).distinct().count();
  }

  private static double tensorScale(Problem problem) {
    return problem.cache().layout() instanceof DenseLayout dense
            && dense.format() == FloatFormat.FP8_E4M3
        ? dense.tensorScale()
        : 1;
  }
}
