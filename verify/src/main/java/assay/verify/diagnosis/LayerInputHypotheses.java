package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.NORM;
import static assay.verify.planted.BugClass.ROPE;

import assay.numerics.Elements;
import assay.spec.MlaLayer.Problem;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.Yarn;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** Layers whose norms or rotations have gone wrong, of queries, of keys or of both. */
final class LayerInputHypotheses {

  private static final List<Double> EPS = List.of(0.0, 1e-5, 1e-6, 1e-8, 1e-12);

  private LayerInputHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    List<Hypothesis<Problem>> all = new ArrayList<>();
    all.addAll(turned("are not turned", (k, x) -> x));
    all.addAll(turned("are turned twice", LayerInputHypotheses::twice));
    all.addAll(turned("begin at position 1", at(k -> k.position() + 1)));
    all.addAll(turned("are one position late", at(k -> Math.max(0, k.position() - 1))));
    all.addAll(turned("begin at position 0 in each step", at(k -> k.position() - k.first())));
    all.addAll(turned("of a step have its first position", at(LayerToken::first)));
    all.addAll(turned("have their row in the batch for position", at(LayerToken::row)));
    all.addAll(turned("all stand at position 0", at(k -> 0)));
    all.addAll(
        turned(
            "have the other pairing",
            rope(r -> new Rope(r.width(), other(r.pairing()), r.theta(), r.yarn()))));
    all.addAll(
        turned(
            "are turned without YaRN",
            rope(r -> new Rope(r.width(), r.pairing(), r.theta(), Yarn.NONE))));
    for (double theta : List.of(1e4, 5e4, 1e6, 1e7)) {
      all.addAll(
          turned(
              "have the base %.0f".formatted(theta),
              rope(r -> new Rope(r.width(), r.pairing(), theta, r.yarn()))));
    }
    all.addAll(norms());
    return all;
  }

  private static List<Hypothesis<Problem>> norms() {
    List<Hypothesis<Problem>> norms =
        new ArrayList<>(
            List.of(
                of(NORM, "the query is not normed", LayerAlter.queryNorm((k, down, x) -> x)),
                of(NORM, "the latent is not normed", LayerAlter.latent((k, d) -> latent(k, d))),
                of(
                    NORM,
                    "prefill does not norm the latent",
                    LayerAlter.latent((k, d) -> k.isPrefill() ? latent(k, d) : normed(k, d))),
                of(
                    NORM,
                    "decode does not norm the latent",
                    LayerAlter.latent((k, d) -> k.isPrefill() ? normed(k, d) : latent(k, d))),
                of(
                    NORM,
                    "the latent is normed twice",
                    LayerAlter.latent((k, d) -> normed(k, normed(k, d)))),
                of(
                    NORM,
                    "the latent's norm takes in the key",
                    LayerAlter.latent(LayerInputHypotheses::withKey))));
    for (double eps : EPS) {
      norms.add(
          of(
              NORM,
              "the latent's eps is %s".formatted(eps),
              LayerAlter.latent((k, d) -> norm(k, latent(k, d), eps))));
      norms.add(
          of(
              NORM,
              "the query's eps is %s".formatted(eps),
              LayerAlter.queryNorm((k, down, x) -> LayerSteps.norm(x, down.norm(), eps))));
    }
    return norms;
  }

  private static List<Hypothesis<Problem>> turned(String what, LayerAlter.OfFeatures turn) {
    return List.of(
        of(ROPE, "queries " + what, LayerAlter.queryTurned(turn)),
        of(ROPE, "keys " + what, LayerAlter.keyTurned(turn)),
        of(ROPE, "queries and keys " + what, LayerAlter.bothTurned(turn)));
  }

  private static Hypothesis<Problem> of(BugClass kind, String title, LayerSteps steps) {
    return new Hypothesis<>(kind, title, problem -> Optional.of(steps.run(problem)));
  }

  private static LayerAlter.OfFeatures at(ToIntFunction<LayerToken> position) {
    return (k, x) -> LayerSteps.turned(k, x, position.applyAsInt(k));
  }

  private static LayerAlter.OfFeatures rope(UnaryOperator<Rope> change) {
    return (k, x) ->
        k.problem()
            .constants()
            .rope()
            .map(rope -> LayerSteps.turned(change.apply(rope), x, k.position()))
            .orElse(x);
  }

  private static RopePairing other(RopePairing pairing) {
    return pairing == RopePairing.INTERLEAVED ? RopePairing.HALF_SPLIT : RopePairing.INTERLEAVED;
  }

  private static double[] twice(LayerToken token, double[] x) {
    return LayerSteps.turned(
        token, LayerSteps.turned(token, x, token.position()), token.position());
  }

  private static double[] latent(LayerToken token, double[] down) {
    return Arrays.copyOf(down, token.shape().latent());
  }

  private static double[] normed(LayerToken token, double[] down) {
    return norm(token, latent(token, down), token.problem().constants().normEps());
  }

  private static double[] norm(LayerToken token, double[] latent, double eps) {
    return LayerSteps.norm(latent, token.problem().weights().latentNorm(), eps);
  }

  private static double[] withKey(LayerToken token, double[] down) {
    double[] weights = new double[down.length];
    token.problem().weights().latentNorm().copyTo(0, weights, 0, token.shape().latent());
    double[] all =
        LayerSteps.norm(down, Elements.of(weights), token.problem().constants().normEps());
    return latent(token, all);
  }
}
