package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.List;

/**
 * Aims a problem of attention: keys, values and queries related as a {@link Pattern} says.
 *
 * @param <P> the operator's problem
 */
record AimedAttention<P>(AttentionTokens<P> tokens, P problem, long seed) {

  /** What values have in common, so that weights that do not sum to 1 show. */
  private static final double OFFSET = 4;

  /** A key's feature that tells parts of a sequence apart; exact in every cache format. */
  private static final double MARK = 16;

  /** Nats by which one part of the keys outweighs the other. */
  private static final List<Double> MASSES = List.of(5.0, -5.0, 15.0, -15.0, 50.0, -50.0);

  private static final double DEEP = -200;

  private static final double LOWEST = -1e30;

  /** Keys in a row that are the same. */
  private static final int TIED = 3;

  P as(Pattern pattern) {
    return switch (pattern) {
      case NORMAL -> problem;
      case NEEDLES -> Needles.at(problem, tokens, seed);
      case OFFSET -> tokens.withKeys(problem, this::offset);
      case TIES -> tokens.withKeys(problem, new Ties());
      case MARKERS -> Needles.at(tokens.withKeys(problem, this::marker), tokens, seed);
      case UNEQUAL -> unequal();
      case NEGATIVE -> withMark(tokens.withConstant(problem, MARK), DEEP);
      case OPPOSED -> tokens.withKeys(problem, this::opposed);
      case LOWEST -> withMark(tokens.withKeys(problem, AimedAttention::lowest), 1);
    };
  }

  private void offset(int t, int length, double[] key, double[] value) {
    for (int d = 0; d < tokens.valueWidth(problem); d++) {
      value[d] += OFFSET;
    }
  }

  private void opposed(int t, int length, double[] key, double[] value) {
    for (int d = 0; d < tokens.valueWidth(problem); d++) {
      value[d] += t < length / 2 ? OFFSET : -OFFSET;
    }
  }

  private static void lowest(int t, int length, double[] key, double[] value) {
    key[key.length - 1] = t < length / 2 ? LOWEST : 0;
  }

  /** A value spells its key's number in binary, feature after feature, as 1 and −1. */
  private void marker(int t, int length, double[] key, double[] value) {
    for (int d = 0; d < tokens.valueWidth(problem); d++) {
      value[d] = (t >> d % Short.SIZE & 1) == 1 ? 1 : -1;
    }
  }

  /** The keys before a cut outweigh those after it, or the other way round. */
  private P unequal() {
    double mass = MASSES.get((int) Math.floorMod(seed, (long) MASSES.size()));
    double share = (1 + Math.floorMod(seed, 7L)) / 8.0;
    P marked =
        tokens.withKeys(
            problem,
            (t, length, key, value) -> key[key.length - 1] = t < share * length ? MARK : 0);
    return withMark(marked, mass);
  }

  /** Every query meets the mark with so many nats. */
  private P withMark(P marked, double nats) {
    Elements query = ElementRows.copy(tokens.query(marked));
    double most = query.format() == FloatFormat.FP16 ? Needles.LARGEST : Float.MAX_VALUE;
    double feature = Math.clamp(nats / (tokens.scale(marked) * MARK), -most, most);
    int width = tokens.keyWidth(marked);
    for (long last = width - 1L; last < query.count(); last += width) {
      query.set(last, feature);
    }
    return tokens.withQuery(marked, query, tokens.scale(marked));
  }

  /** Each key is the one before it, but for every third. */
  private static final class Ties implements KeyEdit {

    private double[] lastKey = {};
    private double[] lastValue = {};

    @Override
    public void edit(int t, int length, double[] key, double[] value) {
      if (t % TIED == 0) {
        lastKey = key.clone();
        lastValue = value.clone();
      } else {
        System.arraycopy(lastKey, 0, key, 0, key.length);
        System.arraycopy(lastValue, 0, value, 0, value.length);
      }
    }
  }
}
