package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.SPARSE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Index lists gone wrong: counts, invalid entries, repeats. */
final class SparseHypotheses {

  /** Which slots a query token reads instead. */
  @FunctionalInterface
  private interface Reading {
    int[] slots(Listing list, int token, LatentProblem problem);
  }

  private SparseHypotheses() {}

  static List<Altered> all() {
    List<Altered> all = new ArrayList<>();
    all.addAll(invalid());
    all.addAll(lists());
    for (int unit : List.of(2, 4, 8, 16, 32, 64)) {
      all.add(
          sparse(
              "a list is read in whole %ds".formatted(unit),
              (list, token, p) -> list.slots(list.raw(token, list.count(token) / unit * unit))));
    }
    return all;
  }

  private static List<Altered> invalid() {
    return List.of(
        invalid("an invalid index reads slot 0", (p, i) -> 0),
        invalid("an invalid index reads the last slot", SparseHypotheses::last),
        invalid(
            "an index below 0 counts from the end",
            (p, i) -> i < 0 ? (int) p.slots() + i : Listing.SKIP),
        invalid(
            "an index past the pool is its last slot", (p, i) -> i < 0 ? Listing.SKIP : last(p, i)),
        invalid("an invalid index is a key of zeros", (p, i) -> Listing.ZEROS),
        sparse(
            "the list ends at its first invalid index",
            (list, token, p) -> list.toFirstInvalid(token)));
  }

  private static List<Altered> lists() {
    return List.of(
        sparse(
            "places past the count are used",
            (list, token, p) -> list.slots(list.raw(token, Integer.MAX_VALUE))),
        sparse(
            "a slot listed twice counts once",
            (list, token, p) -> Arrays.stream(list.slots(list.raw(token))).distinct().toArray()),
        sparse("slot 0 is invalid", (list, token, p) -> list.only(token, s -> s != 0)),
        sparse(
            "the last slot is invalid",
            (list, token, p) -> list.only(token, s -> s != p.slots() - 1)),
        sparse(
            "every query token has the first one's list",
            (list, token, p) -> list.slots(list.raw(firstOf(p, token), list.count(token)))),
        sparse(
            "every query token has the first one's list and count",
            (list, token, p) -> list.slots(list.raw(firstOf(p, token)))),
        sparse(
            "every query token has the very first list",
            (list, token, p) -> list.slots(list.raw(0))),
        sparse(
            "the list is the next query token's",
            (list, token, p) -> list.slots(list.raw((token + 1) % list.tokens()))),
        counted("the count is the next query token's", token -> token + 1),
        counted("the count is the query token's before", token -> token - 1),
        counted("the count is the first query token's", token -> 0),
        sparse(
            "the count is the sequence's first",
            (list, token, p) -> list.slots(list.raw(token, list.count(firstOf(p, token))))),
        sparse("counts lie as [S, B]", SparseHypotheses::transposedCount),
        sparse(
            "the count is the sequence's",
            (list, token, p) -> list.slots(list.raw(token, list.count(token / queryTokens(p))))),
        sparse("page and place of an index are exchanged", SparseHypotheses::exchanged),
        sparse(
            "indices are off by one",
            (list, token, p) ->
                Arrays.stream(list.slots(list.raw(token))).map(s -> s + 1).toArray()));
  }

  @FunctionalInterface
  private interface Instead {
    int slot(LatentProblem problem, int index);
  }

  private static int last(LatentProblem problem, int index) {
    return (int) problem.slots() - 1;
  }

  private static int[] exchanged(Listing list, int token, LatentProblem p) {
    return Arrays.stream(list.slots(list.raw(token)))
        .map(s -> s % p.pageSize() * p.cache().pages() + s / p.pageSize())
        .toArray();
  }

  private static int[] transposedCount(Listing list, int token, LatentProblem p) {
    int other = token % queryTokens(p) * p.batch() + token / queryTokens(p);
    return list.slots(list.raw(token, list.count(other)));
  }

  private static int queryTokens(LatentProblem p) {
    return p.rows().getFirst().tokens();
  }

  private static int firstOf(LatentProblem p, int token) {
    return token / queryTokens(p) * queryTokens(p);
  }

  private static Altered counted(String title, IntUnaryOperator other) {
    return sparse(
        title,
        (list, token, p) -> list.slots(list.raw(token, list.count(other.applyAsInt(token)))));
  }

  private static Altered invalid(String title, Instead instead) {
    return sparse(title, (list, token, p) -> list.slots(list.raw(token), i -> instead.slot(p, i)));
  }

  private static Altered sparse(String title, Reading reading) {
    return new Altered(SPARSE, title, new Reader(reading));
  }

  private static final class Reader extends AttentionSteps {
    private final Reading reading;

    Reader(Reading reading) {
      this.reading = reading;
    }

    private int[] read(AttentionProblem problem, QueryRow row) {
      LatentProblem latent = (LatentProblem) problem;
      int token = row.index() / problem.heads();
      return reading.slots(latent.listing().orElseThrow(), token, latent);
    }

    @Override
    int end(AttentionProblem problem, QueryRow row) {
      return read(problem, row).length;
    }

    @Override
    double[] key(AttentionProblem problem, QueryRow row, int t) {
      int slot = read(problem, row)[t];
      return slot == Listing.ZEROS ? new double[problem.keyWidth()] : problem.key(slot, 0);
    }

    @Override
    double[] value(AttentionProblem problem, QueryRow row, int t) {
      int slot = read(problem, row)[t];
      return slot == Listing.ZEROS ? new double[problem.valueWidth()] : problem.value(slot, 0);
    }
  }
}
