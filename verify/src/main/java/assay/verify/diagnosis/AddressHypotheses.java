package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.PAGING;

import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Keys, queries and results that lie elsewhere: page tables, heads, layouts. */
final class AddressHypotheses {

  private AddressHypotheses() {}

  static List<Altered> all() {
    return Stream.of(paging(), heads(), groups(), layouts()).flatMap(List::stream).toList();
  }

  /** Where page {@code page} of the row's sequence is looked up; the table's entry. */
  @FunctionalInterface
  private interface Lookup {
    int entry(AttentionProblem problem, QueryRow row, int page);
  }

  private static List<Altered> paging() {
    return List.of(
        lookup("the page table is ignored", (p, row, page) -> page),
        lookup(
            "pages are taken as one after another",
            (p, row, page) -> row.sequence() * p.pagesPerSequence() + page),
        lookup("every page is the first", (p, row, page) -> own(p, row, 0)),
        lookup("every page is the first's successor", (p, row, page) -> own(p, row, 0) + page),
        lookup("each page is the table's next", (p, row, page) -> own(p, row, page + 1)),
        lookup("each page is the one before", (p, row, page) -> own(p, row, Math.max(page - 1, 0))),
        lookup("the last page is the one before", AddressHypotheses::lastIsBefore),
        lookup(
            "the last page is page 0",
            (p, row, page) -> isLast(p, row, page) ? 0 : own(p, row, page)),
        lookup("the table's row of the next sequence", (p, row, page) -> ofRow(p, row, 1, page)),
        lookup("the table's row of the sequence before", (p, row, page) -> ofRow(p, row, -1, page)),
        lookup("the table's row of the first sequence", (p, row, page) -> p.page(page)),
        lookup("the last page is the next sequence's", AddressHypotheses::lastIsNext),
        lookup(
            "rows of the table are packed",
            (p, row, page) -> p.page(row.sequence() * used(p, row) + page)),
        lookup("pages in reverse order", (p, row, page) -> own(p, row, used(p, row) - 1 - page)),
        slot("a page's size is taken for a power of two", AddressHypotheses::powerOfTwo),
        lookup("page numbers have 4 bits", (p, row, page) -> own(p, row, page) & 0xF),
        lookup("page numbers have 8 bits", (p, row, page) -> own(p, row, page) & 0xFF),
        slot("a tile of 16 lies in its first key's page", (p, row, t) -> tile(p, row, t, 16)),
        slot("a tile of 32 lies in its first key's page", (p, row, t) -> tile(p, row, t, 32)),
        slot("a tile of 64 lies in its first key's page", (p, row, t) -> tile(p, row, t, 64)),
        slot(
            "the last key is the one before",
            (p, row, t) -> p.slot(row, t == row.visible() - 1 ? Math.max(0, t - 1) : t)),
        slot("the second key is the first", (p, row, t) -> p.slot(row, t == 1 ? 0 : t)),
        slot(
            "the middle key is the one before",
            (p, row, t) -> p.slot(row, t == row.length() / 2 ? Math.max(0, t - 1) : t)),
        slot(
            "the sequence's last key is the one before",
            (p, row, t) -> p.slot(row, t == row.length() - 1 ? Math.max(0, t - 1) : t)),
        slot("page and place are exchanged", AddressHypotheses::exchanged),
        slot("the place in the page is from its end", AddressHypotheses::fromEnd),
        slot("the page's own number is not multiplied", AddressHypotheses::unmultiplied),
        slot("the slot is off by one", (p, row, t) -> p.slot(row, t) + 1),
        slot("the slot is off by minus one", (p, row, t) -> p.slot(row, t) - 1));
  }

  private static List<Altered> heads() {
    List<Altered> heads =
        new ArrayList<>(
            List.of(
                query("each head asks as the next", (p, row) -> (row.head() + 1) % p.heads()),
                query(
                    "each head asks as the one before",
                    (p, row) -> (row.head() + p.heads() - 1) % p.heads()),
                query("every head asks as the first", (p, row) -> 0),
                query("neighbouring heads are exchanged", AddressHypotheses::neighbour),
                query("heads in reverse order", (p, row) -> p.heads() - 1 - row.head()),
                query(
                    "the last head asks as the one before",
                    (p, row) -> Math.min(row.head(), Math.max(0, p.heads() - 2))),
                query(
                    "heads are folded in halves",
                    (p, row) -> row.head() % Math.max(1, p.heads() / 2))));
    for (int fold : List.of(2, 4, 8, 16, 64)) {
      heads.add(query("heads repeat after " + fold, (p, row) -> row.head() % fold));
      heads.add(zeroed(fold));
    }
    return heads;
  }

  private static Altered zeroed(int least) {
    return new Altered(
        HEADS,
        "heads from %d on are not computed".formatted(least),
        Alter.finishing((p, out, lse) -> {
          for (QueryRow row : p.rows()) {
            for (int d = 0; row.head() >= least && d < p.valueWidth(); d++) {
              out[row.index() * p.valueWidth() + d] = 0;
            }
          }
        }));
  }

  private static List<Altered> groups() {
    return List.of(
        keyHead("key heads go round instead of in blocks", (p, row) -> row.head() % p.keyHeads()),
        keyHead("every head takes the first key head", (p, row) -> 0),
        keyHead(
            "each takes the next key head", (p, row) -> (p.keyHead(row.head()) + 1) % p.keyHeads()),
        keyHead(
            "the group is one too large",
            (p, row) -> Math.min(row.head() / (p.heads() / p.keyHeads() + 1), p.keyHeads() - 1)),
        keyHead(
            "the head is its own key head", (p, row) -> Math.min(row.head(), p.keyHeads() - 1)));
  }

  private static List<Altered> layouts() {
    return List.of(
        new Altered(LAYOUT, "heads and query tokens are exchanged in out", transposed(true, false)),
        new Altered(
            BugClass.LSE, "heads and query tokens are exchanged in lse", transposed(false, true)),
        new Altered(LAYOUT, "heads and query tokens are exchanged", transposed(true, true)),
        new Altered(LAYOUT, "a page lies as [heads, keys]", new HeadsFirst()),
        new Altered(
            LAYOUT, "heads and query tokens are exchanged in the query", new QueryTransposed()),
        new Altered(LAYOUT, "values begin with the roped features", new LaterValue()),
        new Altered(
            LAYOUT,
            "out's rows are the key's width apart",
            Alter.finishing(AddressHypotheses::wideRows)));
  }

  /** Key heads outside of a page's keys instead of inside. */
  private static final class HeadsFirst extends AttentionSteps {
    private static long flat(AttentionProblem problem, long slot, int head) {
      int size = problem.pageSize();
      return slot / size * size * problem.keyHeads() + (long) head * size + slot % size;
    }

    @Override
    double[] key(AttentionProblem problem, QueryRow row, int t) {
      long flat = flat(problem, problem.slot(row, t), keyHead(problem, row));
      return problem.key(
          Math.floorDiv(flat, problem.keyHeads()), Math.floorMod(flat, problem.keyHeads()));
    }

    @Override
    double[] value(AttentionProblem problem, QueryRow row, int t) {
      long flat = flat(problem, problem.slot(row, t), keyHead(problem, row));
      return problem.value(
          Math.floorDiv(flat, problem.keyHeads()), Math.floorMod(flat, problem.keyHeads()));
    }
  }

  private static final class QueryTransposed extends AttentionSteps {
    @Override
    double[] query(AttentionProblem problem, QueryRow row) {
      int first = row.index() - row.token() * problem.heads() - row.head();
      return problem.query(problem.rows().get(first + row.head() * row.tokens() + row.token()));
    }
  }

  /** Values are the key's last features instead of its first. */
  private static final class LaterValue extends AttentionSteps {
    @Override
    double[] value(AttentionProblem problem, QueryRow row, int t) {
      double[] key = key(problem, row, t);
      int from = key.length - problem.valueWidth();
      return from <= 0
          ? super.value(problem, row, t)
          : java.util.Arrays.copyOfRange(key, from, key.length);
    }
  }

  private static void wideRows(AttentionProblem problem, double[] out, double[] lse) {
    double[] right = out.clone();
    int narrow = problem.valueWidth();
    for (int i = 0; i < out.length; i++) {
      int row = i / problem.keyWidth();
      int d = i % problem.keyWidth();
      out[i] = d < narrow && row * narrow + d < right.length ? right[row * narrow + d] : out[i];
    }
  }

  /** A sequence's rows as [h, s] where they should be [s, h]. */
  private static AttentionSteps transposed(boolean ofOut, boolean ofLse) {
    return Alter.finishing((problem, out, lse) -> {
      double[] rightOut = out.clone();
      double[] rightLse = lse.clone();
      int width = problem.valueWidth();
      for (QueryRow row : problem.rows()) {
        int first = row.index() - row.token() * problem.heads() - row.head();
        int to = first + row.head() * row.tokens() + row.token();
        if (ofOut) {
          System.arraycopy(rightOut, row.index() * width, out, to * width, width);
        }
        if (ofLse) {
          lse[to] = rightLse[row.index()];
        }
      }
    });
  }

  private static int own(AttentionProblem p, QueryRow row, int page) {
    return p.page(row.sequence() * p.pagesPerSequence() + page);
  }

  private static int ofRow(AttentionProblem p, QueryRow row, int step, int page) {
    int sequence = Math.floorMod(row.sequence() + step, Math.max(1, p.batch()));
    return p.page(sequence * p.pagesPerSequence() + page);
  }

  private static int used(AttentionProblem p, QueryRow row) {
    return Math.ceilDiv(row.length(), p.pageSize());
  }

  private static boolean isLast(AttentionProblem p, QueryRow row, int page) {
    return page == used(p, row) - 1;
  }

  private static int lastIsBefore(AttentionProblem p, QueryRow row, int page) {
    return own(p, row, isLast(p, row, page) ? Math.max(0, page - 1) : page);
  }

  private static int lastIsNext(AttentionProblem p, QueryRow row, int page) {
    return ofRow(p, row, isLast(p, row, page) ? 1 : 0, page);
  }

  private static int neighbour(AttentionProblem p, QueryRow row) {
    int other = row.head() ^ 1;
    return other < p.heads() ? other : row.head();
  }

  private static long exchanged(AttentionProblem p, QueryRow row, int t) {
    int size = p.pageSize();
    long slot = p.slot(row, t);
    long pages = p.slots() / size;
    return slot < 0 ? -1 : slot % size * pages + slot / size;
  }

  private static long powerOfTwo(AttentionProblem p, QueryRow row, int t) {
    int size = p.pageSize();
    int power = Integer.bitCount(size) == 1 ? size : 2 * Integer.highestOneBit(size);
    int index = row.sequence() * p.pagesPerSequence() + t / power;
    int page = p.pagesPerSequence() == 0 ? -1 : p.page(index);
    return page < 0 ? p.slot(row, t) : (long) page * size + t % power;
  }

  private static long tile(AttentionProblem p, QueryRow row, int t, int tile) {
    int first = t / tile * tile;
    return p.pagesPerSequence() == 0 ? p.slot(row, t) : p.slot(row, first) + t - first;
  }

  private static long fromEnd(AttentionProblem p, QueryRow row, int t) {
    long slot = p.slot(row, t);
    return slot < 0
        ? -1
        : slot / p.pageSize() * p.pageSize() + p.pageSize() - 1 - slot % p.pageSize();
  }

  private static long unmultiplied(AttentionProblem p, QueryRow row, int t) {
    long slot = p.slot(row, t);
    return slot < 0 ? -1 : slot / p.pageSize() + slot % p.pageSize();
  }

  private static Altered lookup(String title, Lookup lookup) {
    return slot(
        title,
        (p, row, t) -> {
          if (p.pagesPerSequence() == 0) {
            return p.slot(row, t);
          }
          int page = lookup.entry(p, row, t / p.pageSize());
          return page < 0 ? -1 : (long) page * p.pageSize() + t % p.pageSize();
        });
  }

  private static Altered slot(String title, Alter.SlotRule rule) {
    return new Altered(PAGING, title, Alter.slots(rule));
  }

  private static Altered query(String title, Alter.OfRow head) {
    return new Altered(HEADS, title, Alter.queryHead(head));
  }

  private static Altered keyHead(String title, Alter.OfRow head) {
    return new Altered(HEADS, title, Alter.keyHead(head));
  }
}
