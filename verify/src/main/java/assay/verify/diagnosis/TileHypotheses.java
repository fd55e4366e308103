package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;

/** Tiles that are used before they are there, or after another has taken their place. */
final class TileHypotheses {

  private static final List<Integer> TILES = List.of(8, 16, 32, 64);

  /** Which key stands where another should. */
  @FunctionalInterface
  private interface Instead {
    int of(int t, int end);
  }

  private TileHypotheses() {}

  static List<Altered> all() {
    List<Altered> all = new ArrayList<>();
    for (int tile : TILES) {
      for (int from = 1; from <= 2; from++) {
        int first = from * tile;
        String where = "of %d from the %s on".formatted(tile, from == 1 ? "second" : "third");
        Instead before = (t, end) -> t >= first ? t - tile : t;
        all.add(values("tiles %s have the values of the one before".formatted(where), before));
        all.add(keys("tiles %s have the keys of the one before".formatted(where), before));
        all.add(both("tiles %s are the one before".formatted(where), before));
      }
      Instead next = (t, end) -> t + tile < end ? t + tile : t;
      all.add(keys("tiles of %d have the next one's keys".formatted(tile), next));
      all.add(values("tiles of %d have the next one's values".formatted(tile), next));
      Instead again = (t, end) -> t >= end / tile * tile ? t - end / tile * tile : t;
      all.add(both("the partial tile of %d begins at the first key".formatted(tile), again));
      all.add(lost(tile, true));
      all.add(lost(tile, false));
    }
    return all;
  }

  private static Altered both(String title, Instead instead) {
    return altered(title, Alter.slots((p, row, t) -> p.slot(row, instead.of(t, row.visible()))));
  }

  private static Altered values(String title, Instead instead) {
    return altered(
        title, Alter.valueSlots((p, row, t) -> p.slot(row, instead.of(t, row.visible()))));
  }

  private static Altered keys(String title, Instead instead) {
    return altered(
        title,
        new AttentionSteps() {
          @Override
          double[] key(AttentionProblem problem, QueryRow row, int t) {
            return super.key(problem, row, instead.of(t, row.visible()));
          }
        });
  }

  /** A part of the score is missing in every second tile. */
  private static Altered lost(int tile, boolean latent) {
    return altered(
        "every second tile of %d lacks the %s part of its scores"
            .formatted(tile, latent ? "latent" : "roped"),
        new AttentionSteps() {
          @Override
          double[] key(AttentionProblem problem, QueryRow row, int t) {
            double[] key = super.key(problem, row, t).clone();
            for (int i = 0; i < key.length && t / tile % 2 == 1; i++) {
              key[i] = i < problem.latent() == latent ? 0 : key[i];
            }
            return key;
          }
        });
  }

  private static Altered altered(String title, AttentionSteps steps) {
    return new Altered(BugClass.SYNCHRONISATION, title, steps);
  }
}
