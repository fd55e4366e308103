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

  private static List<Altered> causal() {
    return List.of(
        end(CAUSAL, "the causal mask is ignored", (p, row) -> row.length()),
        end(
            CAUSAL,
            "the mask's corner is the first key",
            (p, row) -> Math.min(row.length(), row.token() + 1)),
        end(CAUSAL, "causal where it is not", (p, row) -> row.length() - row.tokens() + 1 + row.token()),
        end(CAUSAL, "a token does not see itself", (p, row) -> row.visible() - hidesAny(row)),
        end(
            CAUSAL,
            "a token sees one key of the future",
            (p, row) -> Math.min(row.length(), row.visible() + 1)),
        end(CAUSAL, "every token sees as the first", (p, row) -> row.length() - row.tokens() + 1),
        end(CAUSAL, "the mask is upside down", (p, row) -> row.length() - row.token()),
        end(CAUSAL, "the mask hides one row too many", (p, row) -> row.length() - row.tokens() + row.token()),
        new Altered(CAUSAL, "every token asks as the first", token((p, row) -> 0)),
        new Altered(CAUSAL, "every token asks as the last", token((p, row) -> row.tokens() - 1)));
  }

  private static int hidesAny(QueryRow row) {
    return row.tokens() > 1 ? 1 : 0;
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
