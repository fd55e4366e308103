package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.SCALE;

import assay.golden.RotaryEmbeddingReference;
import assay.numerics.Elements;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Yarn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** Rotations gone wrong: another rotation, exactly computed. */
final class RotationHypotheses {

  private static final Reference<Problem> GOLDEN = RotaryEmbeddingReference.create();

  private RotationHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    List<Hypothesis<Problem>> all =
        new ArrayList<>(
            List.of(
                rope(
                    "the other pairing",
                    r -> new Rope(r.width(), other(r.pairing()), r.theta(), r.yarn())),
                rope(
                    "YaRN is left out",
                    r -> new Rope(r.width(), r.pairing(), r.theta(), Yarn.NONE)),
                positions("positions are one too large", p -> p + 1),
                positions("positions are one too small", p -> Math.max(0, p - 1)),
                positions("every position is 0", p -> 0),
                new Hypothesis<>(
                    ROPE, "a position is the token's number", p -> golden(p, numbers(p, 1))),
                new Hypothesis<>(
                    ROPE,
                    "every token has the first one's position",
                    p -> golden(p, numbers(p, 0))),
                new Hypothesis<>(
                    ROPE, "a position is that of the token before", p -> golden(p, before(p))),
                new Hypothesis<>(
                    ROPE, "every pair turns the other way", p -> Optional.of(turned(p))),
                new Hypothesis<>(
                    ROPE,
                    "nothing is rotated",
                    p -> Optional.of(RotaryEmbedding.result(p, p.x().toDoubles()))),
                times("YaRN's mscale is left out", p -> 1 / p.rope().yarn().rotationMscale()),
                times("YaRN's mscale counts twice", p -> p.rope().yarn().rotationMscale()),
                times(
                    "cos and sin are times mscale_all_dim's factor",
                    p -> p.rope().yarn().softmaxMscale()),
                times(
                    "cos and sin are over mscale_all_dim's factor",
                    p -> 1 / p.rope().yarn().softmaxMscale()),
                new Hypothesis<>(
                    HEADS, "only the first head is rotated", p -> Optional.of(firstHead(p)))));
    for (double theta : List.of(1e4, 5e4, 1e6, 1e7, 1.6e5)) {
      all.add(
          rope(
              "the base is %.0f".formatted(theta),
              r -> new Rope(r.width(), r.pairing(), theta, r.yarn())));
    }
    return all;
  }

  private static RopePairing other(RopePairing pairing) {
    return pairing == RopePairing.INTERLEAVED ? RopePairing.HALF_SPLIT : RopePairing.INTERLEAVED;
  }

  private static Hypothesis<Problem> rope(String title, UnaryOperator<Rope> change) {
    return new Hypothesis<>(
        ROPE,
        title,
        p ->
            Optional.of(
                GOLDEN.run(new Problem(change.apply(p.rope()), p.heads(), p.x(), p.positions()))));
  }

  private static Hypothesis<Problem> positions(
      String title, java.util.function.IntUnaryOperator change) {
    return new Hypothesis<>(
        ROPE, title, p -> golden(p, Arrays.stream(p.positions()).map(change).toArray()));
  }

  private static Optional<Result> golden(Problem p, int... positions) {
    return Optional.of(GOLDEN.run(new Problem(p.rope(), p.heads(), p.x(), positions)));
  }

  /** 0, step, 2 · step and so on from the first position or, with a step of 1, from 0. */
  private static int[] numbers(Problem p, int step) {
    int[] numbers = new int[p.tokens()];
    Arrays.setAll(numbers, n -> step == 0 ? p.positions()[0] : n);
    return numbers;
  }

  private static int[] before(Problem p) {
    int[] before = p.positions().clone();
    for (int n = before.length - 1; n > 0; n--) {
      before[n] = before[n - 1];
    }
    return before;
  }

  private static Hypothesis<Problem> times(
      String title, java.util.function.ToDoubleFunction<Problem> factor) {
    return new Hypothesis<>(
        SCALE,
        title,
        p -> {
          double by = factor.applyAsDouble(p);
          return Optional.of(mapped(p, y -> y * by));
        });
  }

  private static Result mapped(Problem p, DoubleUnaryOperator change) {
    double[] y = GOLDEN.run(p).tensors().getFirst().values();
    return RotaryEmbedding.result(p, Arrays.stream(y).map(change).toArray());
  }

  /** The rotation of the conjugate, conjugated. */
  private static Result turned(Problem p) {
    Elements conjugate = Elements.of(conjugated(p, p.x().toDoubles()));
    double[] y =
        GOLDEN
            .run(new Problem(p.rope(), p.heads(), conjugate, p.positions()))
            .tensors()
            .getFirst()
            .values();
    return RotaryEmbedding.result(p, conjugated(p, y));
  }

  private static double[] conjugated(Problem p, double... values) {
    double[] conjugated = values.clone();
    int width = p.rope().width();
    for (int first = 0; first < values.length; first += width) {
      for (int i = 0; i < p.rope().pairs(); i++) {
        int second = first + p.rope().pairing().second(i, width);
        conjugated[second] = -conjugated[second];
      }
    }
    return conjugated;
  }

  private static Result firstHead(Problem p) {
    double[] y = GOLDEN.run(p).tensors().getFirst().values().clone();
    int width = p.rope().width();
    for (int i = 0; i < y.length; i++) {
      y[i] = i / width % p.heads() == 0 ? y[i] : p.x().get(i);
    }
    return RotaryEmbedding.result(p, y);
  }
}
