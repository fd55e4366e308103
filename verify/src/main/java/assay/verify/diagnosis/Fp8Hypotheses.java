package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.List;
import java.util.stream.Stream;

/** Scales of cached codes gone wrong, for keys, for values, or for both. */
final class Fp8Hypotheses {

  /** What a feature is multiplied by instead of its scale. */
  @FunctionalInterface
  private interface Scale {
    double of(double[] scales, double[] next, int feature, int tile);
  }

  private record Wrong(String title, Scale scale) {}

  private static final List<Wrong> WRONG =
      List.of(
          new Wrong("are left out", (s, next, i, tile) -> 1),
          new Wrong("are applied twice", (s, next, i, tile) -> s[i] * s[i]),
          new Wrong("divide", (s, next, i, tile) -> 1 / s[i]),
          new Wrong("are rounded down to powers of two", (s, next, i, tile) -> down(s[i])),
          new Wrong("are rounded up to powers of two", (s, next, i, tile) -> up(s[i])),
          new Wrong("are rounded to powers of two", (s, next, i, tile) -> near(s[i])),
          new Wrong("are the first tile's", (s, next, i, tile) -> s[0]),
          new Wrong("are the last tile's", (s, next, i, tile) -> s[last(s, tile)]),
          new Wrong(
              "are the next tile's", (s, next, i, tile) -> s[Math.min(i + tile, last(s, tile))]),
          new Wrong("are the tile's before", (s, next, i, tile) -> s[Math.max(0, i - tile)]),
          new Wrong("are the next slot's", (s, next, i, tile) -> next[i]),
          new Wrong(
              "are exponents taken for numbers",
              (s, next, i, tile) -> Math.getExponent(s[i]) + 127),
          new Wrong("are half of what they are", (s, next, i, tile) -> s[i] / 2),
          new Wrong("are twice what they are", (s, next, i, tile) -> 2 * s[i]),
          new Wrong(
              "change after half a tile", (s, next, i, tile) -> s[Math.min(s.length - 1, 2 * i)]),
          new Wrong("change after two tiles", (s, next, i, tile) -> s[i / 2]));

  private Fp8Hypotheses() {}

  static List<Altered> all() {
    return WRONG.stream()
        .flatMap(wrong ->
            Stream.of(
                altered("the cache's scales " + wrong.title, wrong.scale, true, true),
                altered("the keys' scales " + wrong.title, wrong.scale, true, false),
                altered("the values' scales " + wrong.title, wrong.scale, false, true)))
        .toList();
  }

  private static Altered altered(String title, Scale scale, boolean keys, boolean values) {
    return new Altered(
        BugClass.FP8,
        title,
        new AttentionSteps() {
          @Override
          double[] key(AttentionProblem problem, QueryRow row, int t) {
            double[] key = super.key(problem, row, t);
            return keys ? rescaled(problem, problem.slot(row, t), key, scale) : key;
          }

          @Override
          double[] value(AttentionProblem problem, QueryRow row, int t) {
            double[] value = super.value(problem, row, t);
            return values ? rescaled(problem, problem.slot(row, t), value, scale) : value;
          }
        });
  }

  private static double[] rescaled(
      AttentionProblem problem, long slot, double[] features, Scale scale) {
    double[] scales = problem.scales(slot);
    if (scales.length == 0) {
      return features;
    }
    double[] next = problem.scales(slot + 1);
    double[] changed = features.clone();
    for (int i = 0; i < features.length; i++) {
      if (scales[i] != 1 || i < problem.latent()) {
        double other = scale.of(scales, next.length == 0 ? scales : next, i, problem.tile());
        changed[i] = features[i] / scales[i] * other;
      }
    }
    return changed;
  }

  private static int last(double[] scales, int tile) {
    return Math.max(0, scales.length - 1) / tile * tile;
  }

  private static double down(double scale) {
    return Math.scalb(1f, Math.getExponent(scale));
  }

  private static double up(double scale) {
    return down(scale) == scale ? scale : 2 * down(scale);
  }

  private static double near(double scale) {
    return scale / down(scale) < 1.5 ? down(scale) : 2 * down(scale);
  }
}
