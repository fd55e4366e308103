package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.ACCUMULATION;
import static assay.verify.planted.BugClass.CAUSAL;
import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.PAGING;
import static assay.verify.planted.BugClass.PATH;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.SCALE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.Rope;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Layers gone wrong: everywhere, or on one path only. */
final class LayerHypotheses {

  /** Which tokens a mistake concerns. */
  private enum Path {
    EVERYWHERE(""),
    ABSORBED(", absorbed"),
    EXPANDED(", expanded"),
    PREFILL(", in prefill"),
    DECODE(", in decode");

    private final String suffix;

    Path(String suffix) {
      this.suffix = suffix;
    }

    boolean has(LayerToken token) {
      return switch (this) {
        case EVERYWHERE -> true;
        case ABSORBED -> token.isAbsorbed();
        case EXPANDED -> !token.isAbsorbed();
        case PREFILL -> token.isPrefill();
        case DECODE -> !token.isPrefill();
      };
    }
  }

  private LayerHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    List<Hypothesis<Problem>> all = new ArrayList<>(LayerInputHypotheses.all());
    for (Path path : Path.values()) {
      all.addAll(scales(path));
      all.addAll(keys(path));
      all.addAll(memory(path));
      all.addAll(numbers(path));
    }
    return all;
  }

  private static List<Hypothesis<Problem>> scales(Path path) {
    return Stream.of(
            scale(path, "the softmax scale lacks YaRN's factor", k -> 1 / square(mscale(k))),
            scale(path, "the softmax scale has YaRN's factor twice", k -> square(mscale(k))),
            scale(path, "the softmax scale has mscale's factor too", k -> square(rotation(k))),
            scale(path, "the softmax scale is over mscale's factor", k -> 1 / square(rotation(k))),
            scale(path, "the softmax scale is that of the slot's width", k -> widths(k.shape())),
            scale(path, "the softmax scale is that of the latent's width", k -> latent(k.shape())),
            scale(path, "the softmax scale is that of the key without its rope", k -> nope(k)),
            scale(path, "the softmax scale is applied twice", LayerHypotheses::own),
            scale(path, "the softmax scale is left out", k -> 1 / own(k)))
        .toList();
  }

  private static List<Hypothesis<Problem>> keys(Path path) {
    return List.of(
        new Altered(path, PATH, "only the step's own keys are seen")
            .steps(LayerAlter.keys(k -> path.has(k) ? k.first() : 0, k -> k.position() + 1)),
        new Altered(path, PATH, "the step's own keys are not seen")
            .steps(LayerAlter.keys(k -> 0, k -> path.has(k) ? k.first() : k.position() + 1)),
        new Altered(path, CAUSAL, "a step's tokens see each other")
            .steps(
                LayerAlter.keys(
                    k -> 0, k -> path.has(k) ? k.first() + k.count() : k.position() + 1)),
        new Altered(path, CAUSAL, "a token does not see itself")
            .steps(LayerAlter.keys(k -> 0, k -> path.has(k) ? k.position() : k.position() + 1)),
        new Altered(path, TAIL, "the first key is not seen")
            .steps(
                LayerAlter.keys(
                    k -> path.has(k) ? Math.min(1, k.position()) : 0, k -> k.position() + 1)),
        new Altered(path, TAIL, "the first key of a page is not seen at once")
            .steps(
                LayerAlter.keys(
                    k -> 0, k -> k.position() + (path.has(k) && beginsPage(k) ? 0 : 1))));
  }

  private static List<Hypothesis<Problem>> memory(Path path) {
    return List.of(
        new Altered(path, PAGING, "every sequence reads the first one's slots")
            .steps(
                LayerAlter.read(
                    (k, t, memory) -> path.has(k) ? memory.stored()[t] : own(k, t, memory))),
        new Altered(path, PAGING, "every page is the first")
            .steps(
                LayerAlter.read(
                    (k, t, memory) -> own(k, path.has(k) ? t % pageSize(k) : t, memory))),
        new Altered(path, PAGING, "the last page is read for the one before")
            .steps(
                LayerAlter.read((k, t, memory) ->
                    own(k, path.has(k) && t >= pageSize(k) ? t - pageSize(k) : t, memory))),
        new Altered(path, PATH, "attention reads what was not yet stored")
            .steps(
                LayerAlter.read(
                    (k, t, memory) -> path.has(k) ? memory.given()[k.row(t)] : own(k, t, memory))),
        new Altered(path, PATH, "stored latents are times 2").steps(times(path, 2)),
        new Altered(path, PATH, "stored latents are times 4").steps(times(path, 4)),
        new Altered(path, PATH, "stored latents are halved").steps(times(path, 0.5)),
        new Altered(path, PATH, "stored latents are times 8").steps(times(path, 8)));
  }

  private static List<Hypothesis<Problem>> numbers(Path path) {
    List<Hypothesis<Problem>> numbers =
        new ArrayList<>(
            List.of(
                new Altered(path, PRODUCT, "hidden states are added to the result")
                    .steps(LayerAlter.output((k, out) -> path.has(k) ? plusHidden(k, out) : out)),
                new Altered(path, HEADS, "heads' values lie feature by feature")
                    .steps(LayerAlter.values((k, v) -> path.has(k) ? byFeature(k.shape(), v) : v)),
                new Altered(path, HEADS, "every head has head 0's values")
                    .steps(
                        LayerAlter.values(
                            (k, v) -> path.has(k) ? each(v, i -> v[i % k.shape().value()]) : v)),
                new Altered(path, HEADS, "heads' values are in reverse order")
                    .steps(LayerAlter.values((k, v) -> path.has(k) ? reversed(k.shape(), v) : v)),
                new Altered(path, POISON, "a NaN is taken for 0")
                    .steps(
                        LayerAlter.hidden((k, x) ->
                            path.has(k) ? each(x, i -> Double.isNaN(x[i]) ? 0 : x[i]) : x))));
    for (FloatFormat format : List.of(FloatFormat.BF16, FloatFormat.FP16)) {
      numbers.addAll(rounded(path, format));
    }
    return numbers;
  }

  private static List<Hypothesis<Problem>> rounded(Path path, FloatFormat format) {
    LayerAlter.OfFeatures narrow =
        (k, x) -> path.has(k) ? each(x, i -> Rounded.to(format, x[i])) : x;
    return List.of(
        new Altered(path, ACCUMULATION, "slots are rounded to " + format)
            .steps(LayerAlter.slot(narrow)),
        new Altered(path, ACCUMULATION, "hidden states are rounded to " + format)
            .steps(LayerAlter.hidden(narrow)),
        new Altered(path, ACCUMULATION, "queries are rounded to " + format)
            .steps(LayerAlter.query(narrow)),
        new Altered(path, ACCUMULATION, "values are rounded to " + format)
            .steps(LayerAlter.values(narrow)),
        new Altered(path, ACCUMULATION, "results are rounded to " + format)
            .steps(LayerAlter.output(narrow)));
  }

  /** What a hypothesis is called, before its steps. */
  private record Altered(Path path, BugClass kind, String title) {

    Hypothesis<Problem> steps(LayerSteps steps) {
      return new Hypothesis<>(kind, title + path.suffix, p -> Optional.of(steps.run(p)));
    }
  }

  private static Hypothesis<Problem> scale(
      Path path, String title, ToDoubleFunction<LayerToken> factor) {
    return new Altered(path, SCALE, title)
        .steps(LayerAlter.scaleTimes(k -> path.has(k) ? factor.applyAsDouble(k) : 1));
  }

  private static double own(LayerToken token) {
    return token.problem().constants().softmaxScale();
  }

  private static double mscale(LayerToken token) {
    return token
        .problem()
        .constants()
        .rope()
        .map(Rope::yarn)
        .map(y -> y.softmaxMscale())
        .orElse(1.0);
  }

  private static double rotation(LayerToken token) {
    return token
        .problem()
        .constants()
        .rope()
        .map(Rope::yarn)
        .map(y -> y.rotationMscale())
        .orElse(1.0);
  }

  private static double square(double x) {
    return x * x;
  }

  private static double widths(MlaShape shape) {
    return Math.sqrt((double) shape.keyWidth() / shape.cacheWidth());
  }

  private static double latent(MlaShape shape) {
    return Math.sqrt((double) shape.keyWidth() / shape.latent());
  }

  private static double nope(LayerToken token) {
    return Math.sqrt((double) token.shape().keyWidth() / token.shape().nope());
  }

  private static int pageSize(LayerToken token) {
    return token.problem().store().pageSize();
  }

  /** Whether the step's last token is the first of its page. */
  private static boolean beginsPage(LayerToken token) {
    int last = token.first() + token.count() - 1;
    return last > 0 && last % pageSize(token) == 0;
  }

  private static double[] own(LayerToken token, int t, LayerSteps.Memory memory) {
    return memory.stored()[token.row(t)];
  }

  private static LayerSteps times(Path path, double factor) {
    return LayerAlter.slot((k, slot) ->
        path.has(k) ? each(slot, i -> i < k.shape().latent() ? factor * slot[i] : slot[i]) : slot);
  }

  private static double[] plusHidden(LayerToken token, double[] out) {
    return each(
        out, i -> out[i] + token.problem().hidden().get((long) token.row() * out.length + i));
  }

  private static double[] byFeature(MlaShape shape, double[] values) {
    return each(values, i -> values[i % shape.heads() * shape.value() + i / shape.heads()]);
  }

  private static double[] reversed(MlaShape shape, double[] values) {
    return each(
        values,
        i -> values[(shape.heads() - 1 - i / shape.value()) * shape.value() + i % shape.value()]);
  }

  private static double[] each(double[] like, java.util.function.IntToDoubleFunction element) {
    double[] values = new double[like.length];
    Arrays.setAll(values, element);
    return values;
  }
}
