package assay.golden.lanes;

import assay.spec.AttentionTerms;
import assay.spec.ErrorSums;
import assay.spec.ErrorSums.Sum;
import assay.spec.ExponentForm;
import assay.spec.KeyLoops;
import assay.spec.SquareForm;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link KeyLoops} in vector registers.
 *
 * <p>Every call on a vector is one of the vector API's own: what is called between them and not
 * inlined, as in a caller's loop that is compiled for other reasons, allocates its vectors.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorKeyLoops implements KeyLoops {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  /** Keys that stay in the nearest cache from one sum to the next. */
  private static final int CHUNK = 1024;

  VectorKeyLoops() {}

  @Override
  public double squares(SquareForm form, AttentionTerms row, double largest, double[] target) {
    SquareForm ofKeys = form.of(row.spreadBounds());
    double[] scores = row.scores();
    double[] spreads = row.spreadBounds().keys();
    DoubleVector ofScore = DoubleVector.broadcast(SPECIES, ofKeys.score());
    DoubleVector ofSpread = DoubleVector.broadcast(SPECIES, ofKeys.spread());
    DoubleVector ofShift = DoubleVector.broadcast(SPECIES, ofKeys.shift());
    DoubleVector constant = DoubleVector.broadcast(SPECIES, ofKeys.constant());
    DoubleVector largests = DoubleVector.broadcast(SPECIES, largest);
    DoubleVector most = DoubleVector.zero(SPECIES);
    int whole = row.keys() - row.keys() % WIDTH;
    for (int t = 0; t < whole; t += WIDTH) {
      DoubleVector score = DoubleVector.fromArray(SPECIES, scores, t);
      DoubleVector distance = largests.sub(score);
      DoubleVector rest = ofSpread.fma(DoubleVector.fromArray(SPECIES, spreads, t), constant);
      DoubleVector square =
          ofScore.mul(score).fma(score, ofShift.mul(distance).fma(distance, rest));
      square.intoArray(target, t);
      most = most.max(square);
    }
    double result = most.reduceLanes(VectorOperators.MAX);
    for (int t = whole; t < row.keys(); t++) {
      target[t] = ofKeys.of(scores[t], largest, spreads[t]);
      result = Math.max(result, target[t]);
    }
    return result;
  }

  @Override
  public double largest(double[] x, int from, int to) {
    DoubleVector largest = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    int whole = to - (to - from) % WIDTH;
    for (int i = from; i < whole; i += WIDTH) {
      largest = largest.max(DoubleVector.fromArray(SPECIES, x, i));
    }
    double result = largest.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < to; i++) {
      result = Math.max(result, x[i]);
    }
    return result;
  }

  @Override
  public void add(ErrorSums sums) {
    int keys = sums.row().keys();
    int whole = keys - keys % ErrorSums.LANES;
    boolean regular = true;
    for (int from = 0; from < whole && regular; from += CHUNK) {
      int to = Math.min(from + CHUNK, whole);
      for (int lane = 0; lane < ErrorSums.LANES; lane += WIDTH) {
        addShifts(sums, lane, from, to);
        addCoherent(sums, lane, from, to);
        regular &= addWorst(sums, lane, from, to);
      }
    }
    if (!regular) {
      sums.clear();
    }
    for (int t = regular ? whole : 0; t < keys; t++) {
      sums.add(t);
    }
  }

  private static void addShifts(ErrorSums sums, int lane, int from, int to) {
    double[] weights = sums.row().weights();
    double[] scores = sums.row().scores();
    DoubleVector largest = DoubleVector.broadcast(SPECIES, sums.largest());
    DoubleVector total = DoubleVector.fromArray(SPECIES, sums.partial(), Sum.WEIGHT.at() + lane);
    DoubleVector shifts = DoubleVector.fromArray(SPECIES, sums.partial(), Sum.SHIFT.at() + lane);
    DoubleVector squares =
        DoubleVector.fromArray(SPECIES, sums.partial(), Sum.SHIFT_SQUARE.at() + lane);
    DoubleVector most = DoubleVector.zero(SPECIES);
    for (int t = from + lane; t < to; t += ErrorSums.LANES) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, weights, t);
      DoubleVector shift = largest.sub(DoubleVector.fromArray(SPECIES, scores, t));
      total = total.add(weight);
      shifts = weight.fma(shift, shifts);
      squares = weight.mul(shift).fma(shift, squares);
      most = most.max(shift);
    }
    store(total, sums, Sum.WEIGHT, lane);
    store(shifts, sums, Sum.SHIFT, lane);
    store(squares, sums, Sum.SHIFT_SQUARE, lane);
    sums.raiseShift(most.reduceLanes(VectorOperators.MAX));
  }

  /** Whether all are small errors of weights above 0; sums of others are none. */
  private static boolean addWorst(ErrorSums sums, int lane, int from, int to) {
    double[] weights = sums.row().weights();
    double[] scores = sums.row().scores();
    double[] gauges = sums.row().gauges().keys();
    ExponentForm form = sums.worstForm();
    DoubleVector ofScore = DoubleVector.broadcast(SPECIES, form.score());
    DoubleVector ofMagnitude = DoubleVector.broadcast(SPECIES, form.magnitude());
    DoubleVector ofShift = DoubleVector.broadcast(SPECIES, form.shift());
    DoubleVector ofGauge = DoubleVector.broadcast(SPECIES, form.gauge());
    DoubleVector constant = DoubleVector.broadcast(SPECIES, form.constant());
    DoubleVector largest = DoubleVector.broadcast(SPECIES, sums.largest());
    DoubleVector worst = DoubleVector.fromArray(SPECIES, sums.partial(), Sum.WORST.at() + lane);
    DoubleVector squares =
        DoubleVector.fromArray(SPECIES, sums.partial(), Sum.WORST_SQUARE.at() + lane);
    DoubleVector most = DoubleVector.zero(SPECIES);
    DoubleVector least = DoubleVector.broadcast(SPECIES, 1);
    for (int t = from + lane; t < to; t += ErrorSums.LANES) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, weights, t);
      DoubleVector score = DoubleVector.fromArray(SPECIES, scores, t);
      DoubleVector size = score.abs();
      DoubleVector larger = size.max(largest.abs());
      DoubleVector rest = ofGauge.fma(DoubleVector.fromArray(SPECIES, gauges, t), constant);
      DoubleVector moved = ofMagnitude.fma(larger, ofShift.fma(largest.sub(score), rest));
      DoubleVector exponent = ofScore.fma(size, moved);
      DoubleVector error = exponent.fma(exponent, exponent);
      worst = weight.fma(error, worst);
      squares = weight.mul(error).fma(error, squares);
      most = most.max(exponent);
      least = least.min(weight);
    }
    store(worst, sums, Sum.WORST, lane);
    store(squares, sums, Sum.WORST_SQUARE, lane);
    double mostOfLanes = most.reduceLanes(VectorOperators.MAX);
    sums.raiseWorst(mostOfLanes);
    return mostOfLanes < 1 && least.reduceLanes(VectorOperators.MIN) > 0;
  }

  private static void addCoherent(ErrorSums sums, int lane, int from, int to) {
    double[] weights = sums.row().weights();
    double[] scores = sums.row().scores();
    ExponentForm form = sums.coherentForm();
    DoubleVector ofScore = DoubleVector.broadcast(SPECIES, form.score());
    DoubleVector ofMagnitude = DoubleVector.broadcast(SPECIES, form.magnitude());
    DoubleVector ofShift = DoubleVector.broadcast(SPECIES, form.shift());
    DoubleVector constant = DoubleVector.broadcast(SPECIES, form.constant());
    DoubleVector largest = DoubleVector.broadcast(SPECIES, sums.largest());
    DoubleVector coherent =
        DoubleVector.fromArray(SPECIES, sums.partial(), Sum.COHERENT.at() + lane);
    DoubleVector squares =
        DoubleVector.fromArray(SPECIES, sums.partial(), Sum.COHERENT_SQUARE.at() + lane);
    for (int t = from + lane; t < to; t += ErrorSums.LANES) {
      DoubleVector weight = DoubleVector.fromArray(SPECIES, weights, t);
      DoubleVector score = DoubleVector.fromArray(SPECIES, scores, t);
      DoubleVector size = score.abs();
      DoubleVector larger = size.max(largest.abs());
      DoubleVector moved = ofMagnitude.fma(larger, ofShift.fma(largest.sub(score), constant));
      DoubleVector error = ofScore.fma(size, moved);
      coherent = weight.fma(error, coherent);
      squares = weight.mul(error).fma(error, squares);
    }
    store(coherent, sums, Sum.COHERENT, lane);
    store(squares, sums, Sum.COHERENT_SQUARE, lane);
  }

  private static void store(DoubleVector partial, ErrorSums sums, Sum sum, int lane) {
    partial.intoArray(sums.partial(), sum.at() + lane);
  }
}
