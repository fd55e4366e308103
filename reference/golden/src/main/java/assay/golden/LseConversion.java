package assay.golden;

import assay.spec.LseConvention;
import assay.spec.LseConvention.Base;

/**
 * A lse in another project's convention, and back.
 *
 * <p>Layout and empty rows change no bit. A change of base rounds once (docs/numerics.md, lemma
 * 17); a sink is added as a term of the sum and taken out as one.
 *
 * @param convention the other one
 * @param batch B; 1 for a ragged batch
 * @param queryTokens S; N of a ragged batch
 * @param heads H
 */
public record LseConversion(LseConvention convention, int batch, int queryTokens, int heads) {

  /** log₂ e and ln 2 as a double and what that leaves, together good to 2^−106. */
  private static final double LOG2_E = 0x1.71547652b82fep0;

  private static final double LOG2_E_REST = 0x1.777d0ffda0d24p-56;
  private static final double LN_2 = 0x1.62e42fefa39efp-1;
  private static final double LN_2_REST = 0x1.abc9e3b39803fp-56;

  /**
   * From nats, [B, S, H], to the convention.
   *
   * @param sinks [H] in nats, −∞ for none; no part where the convention leaves sinks out
   */
  public double[] fromCanonical(double[] lseNats, float[] sinks) {
    requireShape(lseNats, sinks);
    double[] target = new double[lseNats.length];
    for (int i = 0; i < target.length; i++) {
      target[place(i)] = written(lseNats[i], sinks[i % heads]);
    }
    return target;
  }

  /**
   * From the convention to nats, [B, S, H].
   *
   * @param sinks as it was given; a sink of +∞ that is in the sum cannot be taken out again and
   *     gives NaN
   */
  public double[] toCanonical(double[] lse, float[] sinks) {
    requireShape(lse, sinks);
    double[] target = new double[lse.length];
    for (int i = 0; i < target.length; i++) {
      target[i] = read(lse[place(i)], sinks[i % heads]);
    }
    return target;
  }

  /** The position in the convention's layout of position {@code i} in [B, S, H]. */
  private int place(int i) {
    int token = i / heads;
    return convention
        .layout()
        .index(token / queryTokens, token % queryTokens, i % heads, queryTokens, batch, heads);
  }

  private double written(double lseNats, double sink) {
    double whole = convention.sink() ? withSink(lseNats, sink) : lseNats;
    if (whole == Double.NEGATIVE_INFINITY) {
      return convention.emptyRow();
    }
    return convention.base() == Base.E ? whole : times(whole, LOG2_E, LOG2_E_REST);
  }

  private double read(double lse, double sink) {
    if (lse == convention.emptyRow()) {
      return Double.NEGATIVE_INFINITY;
    }
    double whole = convention.base() == Base.E ? lse : times(lse, LN_2, LN_2_REST);
    return convention.sink() ? withoutSink(whole, sink) : whole;
  }

  /** ln(e^lse + e^sink). */
  private static double withSink(double lse, double sink) {
    double larger = Math.max(lse, sink);
    double smaller = Math.min(lse, sink);
    boolean alone = smaller == Double.NEGATIVE_INFINITY || larger == Double.POSITIVE_INFINITY;
    return alone ? larger : larger + StrictMath.log1p(StrictMath.exp(smaller - larger));
  }

  /** ln(e^whole − e^sink); −∞ where rounding has brought the whole down to the sink. */
  private static double withoutSink(double whole, double sink) {
    if (sink == Double.NEGATIVE_INFINITY) {
      return whole;
    }
    if (sink == Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    return whole <= sink
        ? Double.NEGATIVE_INFINITY
        : whole + StrictMath.log1p(-StrictMath.exp(sink - whole));
  }

  /** x · (c + rest), rounded once but for 2^−50 of a rounding. */
  private static double times(double x, double c, double rest) {
    return Double.isInfinite(x) ? x : Math.fma(x, c, x * rest);
  }

  private void requireShape(double[] lse, float[] sinks) {
    int count = Math.multiplyExact(Math.multiplyExact(batch, queryTokens), heads);
    if (lse.length != count || sinks.length != heads) {
      throw new IllegalArgumentException(
          "lse has %d elements and sinks %d; [B, S, H] holds %d and [H] %d"
              .formatted(lse.length, sinks.length, count, heads));
    }
  }
}
