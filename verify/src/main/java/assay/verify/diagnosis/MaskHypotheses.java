package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.CAUSAL;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;

/** Rows that end too early or too late: lengths, tiles, the causal mask. */
final class MaskHypotheses {

  private static final List<Integer> TILES = List.of(2, 4, 8, 16, 32, 64, 128);

  private MaskHypotheses() {}

  static List<Altered> all() {
    List<Altered> all = new ArrayList<>(lengths());
    TILES.forEach(tile -> all.addAll(tiles(tile)));
    TILES.forEach(tile -> all.addAll(edges(tile)));
    for (int parts : List.of(2, 3, 4, 8)) {
      List.of(8, 16, 32, 64).forEach(tile -> all.addAll(parts(parts, tile)));
    }
    all.add(
        new Altered(
            BugClass.EMPTY,
            "a row of one key is taken for empty",
            Alter.end((p, row) -> row.visible() == 1 ? 0 : row.visible())));
    all.addAll(causal());
    return all;
  }

  private static List<Altered> lengths() {
    return List.of(
        end(TAIL, "the last key is left out", (p, row) -> row.visible() - 1),
        end(TAIL, "one key too many", (p, row) -> row.visible() + 1),
        new Altered(TAIL, "the first key is left out", Alter.first((p, row) -> 1)),
        new Altered(TAIL, "one zero key too many", zeros((p, row) -> row.visible() + 1)),
        end(TAIL, "keys to the end of the page", (p, row) -> up(row.visible(), p.pageSize())),
        end(TAIL, "the last, partial page is left out", (p, row) -> down(row, p.pageSize())),
        end(TAIL, "keys to the end of the page table", (p, row) -> table(p)),
        end(TAIL, "every sequence is as long as the longest", (p, row) -> longest(p)),
        new Altered(
            TAIL,
            "keys are rotated by one",
            Alter.slots((p, row, t) -> p.slot(row, (t + 1) % Math.max(1, row.visible())))),
        new Altered(
            TAIL,
            "each value is the next key's",
            Alter.valueSlots((p, row, t) -> p.slot(row, Math.min(t + 1, row.visible() - 1)))),
        new Altered(
            TAIL,
            "each value is the key's before",
            Alter.valueSlots((p, row, t) -> p.slot(row, Math.max(t - 1, 0)))),
        end(STATE, "the length of the sequence before", (p, row) -> neighbour(p, row, -1)),
        end(STATE, "the length of the next sequence", (p, row) -> neighbour(p, row, 1)),
        end(STATE, "the length of the first sequence", (p, row) -> firstLength(p)));
  }

  private static List<Altered> tiles(int tile) {
    return List.of(
        end(TAIL, "keys to the end of a tile of " + tile, (p, row) -> up(row.visible(), tile)),
        end(TAIL, "a partial tile of %d is left out".formatted(tile), (p, row) -> down(row, tile)),
        new Altered(
            TAIL,
            "zero keys to the end of a tile of " + tile,
            zeros((p, row) -> up(row.visible(), tile))),
        end(
            TAIL,
            "only the first %d keys".formatted(tile),
            (p, row) -> Math.min(row.visible(), tile)),
        new Altered(
            TAIL,
            "a full last tile of %d is left out".formatted(tile),
            Alter.end((p, row) -> (Math.max(row.visible(), 1) - 1) / tile * tile)),
        new Altered(
            TAIL,
            "the first tile of %d is left out".formatted(tile),
            Alter.first((p, row) -> row.visible() > tile ? tile : 0)));
  }

  /** Keys at the edges of tiles that are left out, or counted twice. */
  private static List<Altered> edges(int tile) {
    return List.of(
        times(
            "the first key of each later tile of %d is left out".formatted(tile),
            (t, count) -> t > 0 && t % tile == 0 ? 0 : 1),
        times(
            "the last key of each tile of %d is left out".formatted(tile),
            (t, count) -> t % tile == tile - 1 ? 0 : 1),
        times(
            "the last key of each tile but the last of %d is left out".formatted(tile),
            (t, count) -> t % tile == tile - 1 && t + 1 < count ? 0 : 1),
        times(
            "the last key of each tile of %d counts twice".formatted(tile),
            (t, count) -> t % tile == tile - 1 && t + 1 < count ? 2 : 1),
        times(
            "the first key of each later tile of %d counts twice".formatted(tile),
            (t, count) -> t > 0 && t % tile == 0 ? 2 : 1),
        times(
            "a last tile of %d with one key is left out".formatted(tile),
            (t, count) -> count % tile == 1 && t + 1 == count && t > 0 ? 0 : 1),
        times(
            "the last tile of %d counts twice".formatted(tile),
            (t, count) -> t >= (count - 1) / tile * tile ? 2 : 1),
        times(
            "all tiles of %d but the first and the last count twice".formatted(tile),
            (t, count) -> t >= tile && t < (count - 1) / tile * tile ? 2 : 1));
  }

  /** The same at the edges of so many parts of whole tiles. */
  private static List<Altered> parts(int parts, int tile) {
    java.util.function.IntUnaryOperator size =
        count -> tile * Math.max(1, Math.ceilDiv(Math.ceilDiv(count, tile), parts));
    String which = "of %d parts in tiles of %d".formatted(parts, tile);
    return List.of(
        times(
            "the last key %s is left out".formatted(which),
            (t, count) ->
                t % size.applyAsInt(count) == size.applyAsInt(count) - 1 || t + 1 == count ? 0 : 1),
        times(
            "the last key %s but the last is left out".formatted(which),
            (t, count) ->
                t % size.applyAsInt(count) == size.applyAsInt(count) - 1 && t + 1 < count ? 0 : 1),
        times(
            "the last tile %s is the next one's too".formatted(which),
            (t, count) ->
                t % size.applyAsInt(count) >= size.applyAsInt(count) - tile
                        && t / size.applyAsInt(count) < (count - 1) / size.applyAsInt(count)
                    ? 2
                    : 1));
  }

  /** How often key {@code t} of {@code count} counts. */
  @FunctionalInterface
  private interface Times {
    int of(int t, int count);
  }

  private static Altered times(String title, Times times) {
    return new Altered(
        TAIL,
        title,
        Alter.attending((p, row, s, v) -> {
          double[] scores = s.clone();
          for (int t = 0; t < s.length; t++) {
            scores[t] += Math.log(times.of(t, s.length));
          }
          boolean none =
              java.util.Arrays.stream(scores).allMatch(x -> x == Double.NEGATIVE_INFINITY);
          return none
              ? AttentionSteps.softmax(new double[0], new double[0][], p.valueWidth(), row.sink())
              : AttentionSteps.softmax(scores, v, p.valueWidth(), row.sink());
        }));
  }

  private static List<Altered> causal() {
    return List.of(
        end(
            CAUSAL,
            "the mask's corner is the longest sequence's last query",
            MaskHypotheses::longestCorner),
        end(CAUSAL, "the causal mask is ignored", (p, row) -> row.length()),
        end(
            CAUSAL,
            "the mask's corner is the first key",
            (p, row) -> Math.min(row.length(), row.token() + 1)),
        end(
            CAUSAL,
            "causal where it is not",
            (p, row) -> row.length() - row.tokens() + 1 + row.token()),
        end(CAUSAL, "a token does not see itself", (p, row) -> row.visible() - hidesAny(p)),
        end(
            CAUSAL,
            "a token sees one key of the future",
            (p, row) -> Math.min(row.length(), row.visible() + 1)),
        end(CAUSAL, "every token sees as the first", (p, row) -> row.length() - row.tokens() + 1),
        end(CAUSAL, "the mask is upside down", (p, row) -> row.length() - row.token()),
        end(
            CAUSAL,
            "the mask hides one row too many",
            (p, row) -> row.length() - row.tokens() + row.token()),
        new Altered(CAUSAL, "every token asks as the first", token((p, row) -> 0)),
        new Altered(CAUSAL, "every token asks as the last", token((p, row) -> row.tokens() - 1)));
  }

  private static int longestCorner(AttentionProblem problem, QueryRow row) {
    int tokens = problem.rows().stream().mapToInt(QueryRow::tokens).max().orElse(1);
    boolean causal = problem.rows().stream().anyMatch(r -> r.visible() < r.length());
    return causal
        ? Math.min(row.length(), row.length() - (tokens - 1 - row.token()))
        : row.visible();
  }

  private static int hidesAny(AttentionProblem problem) {
    return problem.rows().stream().anyMatch(row -> row.visible() < row.length()) ? 1 : 0;
  }

  private static AttentionSteps token(Alter.OfRow token) {
    return new AttentionSteps() {
      @Override
      double[] query(AttentionProblem problem, QueryRow row) {
        int other = token.of(problem, row) - row.token();
        return problem.query(problem.rows().get(row.index() + other * problem.heads()));
      }
    };
  }

  private static Altered end(BugClass kind, String title, Alter.OfRow end) {
    return new Altered(kind, title, Alter.end((p, row) -> Math.max(0, end.of(p, row))));
  }

  /** Keys past the visible ones are zeros, as cleared memory has them. */
  private static AttentionSteps zeros(Alter.OfRow end) {
    return new AttentionSteps() {
      @Override
      int end(AttentionProblem problem, QueryRow row) {
        return end.of(problem, row);
      }

      @Override
      double[] key(AttentionProblem problem, QueryRow row, int t) {
        return t < row.visible() ? super.key(problem, row, t) : new double[problem.keyWidth()];
      }

      @Override
      double[] value(AttentionProblem problem, QueryRow row, int t) {
        return t < row.visible() ? super.value(problem, row, t) : new double[problem.valueWidth()];
      }
    };
  }

  private static int up(int count, int unit) {
    return Math.ceilDiv(count, unit) * unit;
  }

  private static int down(QueryRow row, int unit) {
    return row.visible() / unit * unit;
  }

  private static int table(AttentionProblem problem) {
    return problem.pagesPerSequence() * problem.pageSize();
  }

  private static int longest(AttentionProblem problem) {
    return problem.rows().stream().mapToInt(QueryRow::length).max().orElse(0);
  }

  private static int firstLength(AttentionProblem problem) {
    return problem.rows().getFirst().length();
  }

  private static int neighbour(AttentionProblem problem, QueryRow row, int step) {
    return problem.rows().stream()
        .filter(other -> other.sequence() == row.sequence() + step)
        .mapToInt(QueryRow::length)
        .findFirst()
        .orElse(row.length());
  }
}
