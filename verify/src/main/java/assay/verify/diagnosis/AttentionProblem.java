package assay.verify.diagnosis;

import assay.spec.Result;
import java.util.Arrays;
import java.util.List;

/**
 * A problem of any attention operator, as memory: rows, and slots that hold keys and values.
 *
 * <p>Rows are in the result's order, heads innermost. A slot that is nowhere holds NaN.
 */
interface AttentionProblem {

  List<QueryRow> rows();

  int heads();

  int keyWidth();

  int valueWidth();

  /** Features of a key before the roped ones; half of them where that is not known. */
  int latent();

  double scale();

  double[] query(QueryRow row);

  /** Slots that exist. */
  long slots();

  /**
   * Where key {@code t} of the row's sequence lies, past its length as far as anything is listed.
   */
  long slot(QueryRow row, int t);

  /** Key and value heads; 1 where all query heads share them. */
  int keyHeads();

  default int keyHead(int head) {
    return head / (heads() / keyHeads());
  }

  /** The key in {@code slot} of this key head. */
  double[] key(long slot, int keyHead);

  double[] value(long slot, int keyHead);

  /** What each feature of a slot was multiplied by; empty where the cache has no scales. */
  default double[] scales(long slot) {
    return new double[0];
  }

  /** Features that share a scale. */
  default int tile() {
    return keyWidth();
  }

  /** Keys of a page; 1 where there are no pages. */
  default int pageSize() {
    return 1;
  }

  /** Entries of the page table for each sequence; 0 where there is none. */
  default int pagesPerSequence() {
    return 0;
  }

  /** Sequences of the batch. */
  int batch();

  /** Entry {@code index} of the whole page table, −1 where there is none. */
  default int page(int index) {
    return -1;
  }

  Result result(double[] out, double[] lse);

  /** The row of the same token and another head. */
  default QueryRow withHead(QueryRow row, int head) {
    return rows().get(row.index() - row.head() + head);
  }

  default boolean exists(long slot) {
    return slot >= 0 && slot < slots();
  }

  /** Multiplications that one evaluation takes. */
  default long work() {
    return rows().stream()
        .mapToLong(row -> (long) row.visible() * (keyWidth() + valueWidth()))
        .sum();
  }

  static double[] nan(int width) {
    double[] nowhere = new double[width];
    Arrays.fill(nowhere, Double.NaN);
    return nowhere;
  }
}
