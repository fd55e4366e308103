package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Page tables whose rows are looked for in the wrong place, and pages of another size. */
final class TableHypotheses {

  /** Where a sequence's row of the table begins. */
  @FunctionalInterface
  private interface RowStart {
    int of(AttentionProblem problem, QueryRow row);
  }

  private TableHypotheses() {}

  static List<Altered> all() {
    List<Altered> all = new ArrayList<>();
    all.add(
        rows(
            "rows of the table are as long as the longest sequence needs",
            (p, row) -> row.sequence() * longest(p)));
    all.add(rows("rows of the table lie one after another, unpadded", TableHypotheses::unpadded));
    all.add(
        rows(
            "rows of the table are counted over sequences with keys",
            (p, row) -> withKeys(p, row.sequence()) * p.pagesPerSequence()));
    all.add(
        rows(
            "rows of the table are one entry longer",
            (p, row) -> row.sequence() * (p.pagesPerSequence() + 1)));
    for (int multiple : List.of(2, 4, 8, 16, 32, 64)) {
      all.add(
          size(
              "a page has a multiple of %d slots".formatted(multiple),
              own -> Math.ceilDiv(own, multiple) * multiple));
    }
    return all;
  }

  private static Altered rows(String title, RowStart start) {
    return new Altered(
        BugClass.PAGING,
        title,
        Alter.slots((p, row, t) ->
            p.pagesPerSequence() == 0
                ? p.slot(row, t)
                : slot(p, start.of(p, row) + t / p.pageSize(), p.pageSize(), t)));
  }

  private static Altered size(String title, IntUnaryOperator size) {
    return new Altered(
        BugClass.PAGING,
        title,
        Alter.slots((p, row, t) -> {
          int slots = size.applyAsInt(p.pageSize());
          return p.pagesPerSequence() == 0
              ? p.slot(row, t)
              : slot(p, row.sequence() * p.pagesPerSequence() + t / slots, slots, t);
        }));
  }

  private static long slot(AttentionProblem problem, int entry, int size, int t) {
    int page = problem.page(entry);
    return page < 0 ? -1 : (long) page * problem.pageSize() + t % size;
  }

  private static int pages(AttentionProblem problem, int sequence) {
    return problem.rows().stream()
        .filter(row -> row.sequence() == sequence)
        .findFirst()
        .map(row -> Math.ceilDiv(row.length(), problem.pageSize()))
        .orElse(0);
  }

  private static int longest(AttentionProblem problem) {
    return problem.rows().stream()
        .mapToInt(row -> Math.ceilDiv(row.length(), problem.pageSize()))
        .max()
        .orElse(0);
  }

  private static int unpadded(AttentionProblem problem, QueryRow row) {
    int first = 0;
    for (int b = 0; b < row.sequence(); b++) {
      first += pages(problem, b);
    }
    return first;
  }

  /** Sequences with keys before this one. */
  private static int withKeys(AttentionProblem problem, int sequence) {
    int count = 0;
    for (int b = 0; b < sequence; b++) {
      count += pages(problem, b) > 0 ? 1 : 0;
    }
    return count;
  }
}
