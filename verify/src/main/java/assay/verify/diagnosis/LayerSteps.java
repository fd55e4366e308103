package assay.verify.diagnosis;

import assay.golden.RotaryEmbeddingReference;
import assay.numerics.Elements;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaWeights.QueryDown;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RotaryEmbedding;
import java.util.Arrays;

/**
 * A whole layer in binary64, token by token; as it stands it is right. A hypothesis overrides a
 * step.
 */
class LayerSteps {

  private static final Reference<RotaryEmbedding.Problem> ROTATION =
      RotaryEmbeddingReference.create();

  /**
   * Slots of all tokens, row by row.
   *
   * @param given what the cache was given
   * @param stored what it holds
   */
  record Memory(double[][] given, double[][] stored) {}

  final Result run(Problem problem) {
    int width = problem.shape().cacheWidth();
    Memory memory = new Memory(new double[problem.tokens()][], new double[problem.tokens()][]);
    double[] out = new double[problem.tokens() * problem.shape().hidden()];
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int first = 0;
      for (int count : problem.schedule().steps()[b]) {
        step(problem, b, first, count, memory, out);
        first += count;
      }
    }
    double[] cache = new double[problem.tokens() * width];
    for (int row = 0; row < problem.tokens(); row++) {
      System.arraycopy(memory.stored[row], 0, cache, row * width, width);
    }
    return MlaLayer.result(problem, out, cache);
  }

  private void step(Problem problem, int b, int first, int count, Memory memory, double[] out) {
    for (int t = first; t < first + count; t++) {
      LayerToken token = new LayerToken(problem, b, first, count, t);
      memory.given[token.row()] = slot(token);
      memory.stored[token.row()] =
          Arrays.stream(memory.given[token.row()]).map(v -> stored(token, v)).toArray();
    }
    for (int t = first; t < first + count; t++) {
      LayerToken token = new LayerToken(problem, b, first, count, t);
      double[] own = output(token, attended(token, memory));
      System.arraycopy(own, 0, out, token.row() * own.length, own.length);
    }
  }

  double[] hidden(LayerToken token) {
    return row(token.problem().hidden(), token.row(), token.shape().hidden());
  }

  /** All heads' queries, turned. */
  double[] query(LayerToken token) {
    double[] input =
        token
            .problem()
            .weights()
            .queryDown()
            .map(down -> queryNorm(token, down, times(down.projection(), hidden(token))))
            .orElseGet(() -> hidden(token));
    double[] query = times(token.problem().weights().query(), input);
    int width = token.shape().keyWidth();
    for (int end = width; end <= query.length; end += width) {
      int from = end - token.shape().rope();
      double[] turned = queryTurned(token, Arrays.copyOfRange(query, from, end));
      System.arraycopy(turned, 0, query, from, turned.length);
    }
    return query;
  }

  double[] queryNorm(LayerToken token, QueryDown down, double[] x) {
    return norm(x, down.norm(), token.problem().constants().normEps());
  }

  double[] queryTurned(LayerToken token, double[] rope) {
    return turned(token, rope, token.position());
  }

  double[] keyTurned(LayerToken token, double[] rope) {
    return turned(token, rope, token.position());
  }

  /** Before it is stored. */
  double[] slot(LayerToken token) {
    double[] down = times(token.problem().weights().latentDown(), hidden(token));
    int latent = token.shape().latent();
    double[] slot = Arrays.copyOf(latent(token, down), down.length);
    double[] key = keyTurned(token, Arrays.copyOfRange(down, latent, down.length));
    System.arraycopy(key, 0, slot, latent, key.length);
    return slot;
  }

  /**
   * @param down the latent, and the key after it
   */
  double[] latent(LayerToken token, double[] down) {
    return norm(
        Arrays.copyOf(down, token.shape().latent()),
        token.problem().weights().latentNorm(),
        token.problem().constants().normEps());
  }

  double stored(LayerToken token, double value) {
    return token.problem().store().stored(value);
  }

  double scale(LayerToken token) {
    return token.problem().constants().softmaxScale();
  }

  int firstKey(LayerToken token) {
    return 0;
  }

  /** Before this key the token's row ends. */
  int endKey(LayerToken token) {
    return token.position() + 1;
  }

  double[] read(LayerToken token, int t, Memory memory) {
    return memory.stored[token.row(t)];
  }

  /** All heads' values. */
  double[] attended(LayerToken token, Memory memory) {
    double[] query = query(token);
    int first = firstKey(token);
    double[][] slots = new double[Math.max(0, endKey(token) - first)][];
    Arrays.setAll(slots, t -> read(token, first + t, memory));
    int width = token.shape().value();
    double[] values = new double[token.shape().heads() * width];
    for (int h = 0; h < token.shape().heads(); h++) {
      System.arraycopy(head(token, h, query, slots), 0, values, h * width, width);
    }
    return values;
  }

  /** W_UV times the weighted mean of latents, since both are linear. */
  private double[] head(LayerToken token, int h, double[] query, double[][] slots) {
    int latent = token.shape().latent();
    int nope = token.shape().nope();
    Elements up = token.problem().weights().latentUp();
    int firstRow = h * (nope + token.shape().value());
    double[] absorbed = new double[latent + token.shape().rope()];
    int from = h * token.shape().keyWidth();
    for (int i = 0; i < nope * latent; i++) {
      int e = i / latent;
      absorbed[i % latent] += query[from + e] * up.get((firstRow + e) * (long) latent + i % latent);
    }
    System.arraycopy(query, from + nope, absorbed, latent, token.shape().rope());
    double scale = scale(token);
    double[] scores =
        Arrays.stream(slots)
            .mapToDouble(slot -> scale * AttentionSteps.dot(absorbed, slot, 0, absorbed.length))
            .toArray();
    double[] mean =
        AttentionSteps.softmax(scores, slots, absorbed.length, Double.NEGATIVE_INFINITY).out();
    double[] values = new double[token.shape().value()];
    Arrays.setAll(
        values, v -> AttentionSteps.dot(row(up, firstRow + nope + v, latent), mean, 0, latent));
    return values;
  }

  double[] output(LayerToken token, double[] values) {
    return times(token.problem().weights().output(), values);
  }

  static double[] turned(LayerToken token, double[] x, int position) {
    return token.problem().constants().rope().map(rope -> turned(rope, x, position)).orElse(x);
  }

  static double[] turned(Rope rope, double[] x, int position) {
    return ROTATION
        .run(new RotaryEmbedding.Problem(rope, 1, Elements.of(x), new int[] {position}))
        .tensor("y")
        .values();
  }

  static double[] norm(double[] x, Elements weight, double eps) {
    double root = Math.sqrt(AttentionSteps.dot(x, x, 0, x.length) / x.length + eps);
    double[] normed = new double[x.length];
    Arrays.setAll(normed, i -> x[i] / root * weight.get(i));
    return normed;
  }

  private static double[] row(Elements matrix, long row, int width) {
    return LatentProblem.read(matrix, row * width, width);
  }

  /** A matrix as wide as {@code x} is long. */
  static double[] times(Elements matrix, double[] x) {
    double[] y = new double[Math.toIntExact(matrix.count() / x.length)];
    Arrays.setAll(y, o -> AttentionSteps.dot(row(matrix, o, x.length), x, 0, x.length));
    return y;
  }
}
