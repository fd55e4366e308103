package assay.verify;

import assay.numerics.Elements;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * What holds for operators that are linear in one operand.
 *
 * @param <P> the operator's problem
 * @param x the operand
 * @param with the same problem with another of the same shape
 * @param width of a row that is multiplied as a whole
 */
record LinearLaws<P>(
    Checks<P> checks,
    Function<P, Elements> x,
    BiFunction<P, Elements, P> with,
    Function<P, Integer> width) {

  /** Unit vectors stand where tiles and blocks of kernels begin and end. */
  private static final int[] BOUNDARIES = {0, -1, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, -2, 1};

  List<Property<P>> all() {
    return List.of(
        new Property<>(
            "power-of-two", "An operand times −2^k gives the result times −2^k.", this::powerOfTwo),
        new Property<>(
            "unit-vector", "A unit vector picks one weight for each result.", this::unitVector),
        new Property<>("zero", "Zeros give zeros.", this::zero),
        new Property<>("live-nan", "A NaN reaches its own results, and no others.", this::liveNan));
  }

  private Finding powerOfTwo(P problem, long seed) {
    int power = (int) Math.floorMod(seed, 9L) - 4;
    P scaled = change(problem, value -> -Math.scalb(value, power));
    return checks.scaledResult(problem, scaled, -Math.scalb(1.0, power));
  }

  private Finding unitVector(P problem, long seed) {
    int features = width.apply(problem);
    Elements units = Numbers.map(x.apply(problem), value -> 0);
    for (long row = 0; row < units.count() / features; row++) {
      int boundary = BOUNDARIES[(int) Math.floorMod(seed + row, (long) BOUNDARIES.length)];
      units.set(row * features + Math.floorMod(boundary, features), 1);
    }
    return checks.againstGolden(with.apply(problem, units));
  }

  private Finding zero(P problem, long seed) {
    return checks.againstGolden(change(problem, value -> 0));
  }

  private Finding liveNan(P problem, long seed) {
    Elements operand = x.apply(problem);
    if (operand.count() == 0) {
      return checks.againstGolden(problem);
    }
    long index = Math.floorMod(seed * 31, operand.count());
    return checks.againstGolden(with.apply(problem, Numbers.with(operand, index, Double.NaN)));
  }

  private P change(P problem, DoubleUnaryOperator change) {
    return with.apply(problem, Numbers.map(x.apply(problem), change));
  }
}
