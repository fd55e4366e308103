package assay.bench.peers;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaPrefill;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;

/**
 * Attention as every library knows it, dense, in F32 or binary64: for each group g, softmax(scale ·
 * q[g] k[g]ᵀ) v[g].
 *
 * <p>Absorbed decode is one group: its rows are query tokens and heads, and all share the keys.
 * Prefill is a group for each head.
 *
 * @param groups G
 * @param rows M
 * @param keys T
 * @param keyWidth E
 * @param valueWidth V
 * @param causal whether row m sees only keys t &lt; T − (M − 1 − m)
 * @param scale of the scores
 * @param q [G, M, E]
 * @param k [G, T, E]
 * @param v [G, T, V]; or k itself, whose first V features are then the values
 */
record Attention(
    int groups,
    int rows,
    int keys,
    int keyWidth,
    int valueWidth,
    boolean causal,
    double scale,
    Elements q,
    Elements k,
    Elements v) {

  /** What sequence {@code b} asks of its cache; no row may be masked. */
  static Attention decode(PagedMlaDecode.Problem problem, int b, FloatFormat format) {
    if (problem.causal() && problem.queryTokens() > 1) {
      throw new IllegalArgumentException("problem is causal; one query token is allowed, or none");
    }
    int rows = problem.queryTokens() * problem.heads();
    long count = (long) rows * problem.width();
    Elements query = problem.query().slice(b * count, count);
    Elements q = NativeElements.of(format, count, query::get);
    Elements k = keys(problem.cache(), b, format);
    int keys = problem.cache().lengths()[b];
    return new Attention(
        1, rows, keys, problem.width(), problem.latent(), false, problem.scale(), q, k, k);
  }

  /** The slots of sequence {@code b}, in the order of its keys. */
  private static Elements keys(PagedLatentCache cache, int b, FloatFormat format) {
    int width = cache.width();
    int keys = cache.lengths()[b];
    Elements dense = NativeElements.allocate(format, (long) keys * width);
    for (int t = 0; t < keys; t++) {
      double[] key = cache.read(b, t);
      for (int i = 0; i < width; i++) {
        dense.set((long) t * width + i, key[i]);
      }
    }
    return dense;
  }

  /** A prefill of one sequence, each head a group. */
  static Attention prefill(MlaPrefill.Problem problem, FloatFormat format) {
    if (problem.batch() != 1) {
      throw new IllegalArgumentException(
          "problem has %d sequences; one is allowed".formatted(problem.batch()));
    }
    int heads = problem.heads();
    return new Attention(
        heads,
        problem.queries(0),
        problem.keys(0),
        problem.keyWidth(),
        problem.valueWidth(),
        problem.causal(),
        problem.scale(),
        headsFirst(problem.query(), heads, problem.keyWidth(), format),
        headsFirst(problem.keys(), heads, problem.keyWidth(), format),
        headsFirst(problem.values(), heads, problem.valueWidth(), format));
  }

  /** [N, H, W] as [H, N, W]. */
  private static Elements headsFirst(Elements x, int heads, int width, FloatFormat format) {
    long tokens = x.count() / ((long) heads * width);
    return NativeElements.of(
        format,
        x.count(),
        i -> {
          long row = i / width;
          return x.get((row % tokens * heads + row / tokens) * width + i % width);
        });
  }

  /** An answer [G, M, V] as [M, G, V]: heads innermost, as Assay has them. */
  double[] rowsFirst(double[] answer) {
    double[] out = new double[answer.length];
    for (int i = 0; i < out.length; i++) {
      int row = i / valueWidth;
      int from = (row % groups * rows + row / groups) * valueWidth + i % valueWidth;
      out[i] = answer[from];
    }
    return out;
  }

  FloatFormat format() {
    return q.format();
  }

  /** Whether the values are a part of the keys. */
  boolean sharesValues() {
    return v == k;
  }

  /** From one value to the next, in numbers. */
  int valueStride() {
    return sharesValues() ? keyWidth : valueWidth;
  }

  /**
   * The values [G, T, V] with nothing between them, for libraries that read no part of a tensor.
   */
  Elements denseValues() {
    if (!sharesValues()) {
      return v;
    }
    return NativeElements.of(
        format(),
        (long) groups * keys * valueWidth,
        i -> k.get(i / valueWidth * keyWidth + i % valueWidth));
  }

  /** The same, the values in memory of their own. */
  Attention withValuesApart() {
    return new Attention(
        groups, rows, keys, keyWidth, valueWidth, causal, scale, q, k, denseValues());
  }

  /** The values [G, T, E], filled up with zeros; V is at most E. */
  Elements widenedValues() {
    return NativeElements.of(
        format(),
        (long) groups * keys * keyWidth,
        i -> {
          long feature = i % keyWidth;
          return feature < valueWidth ? v.get(i / keyWidth * valueStride() + feature) : 0;
        });
  }

  /** How many keys row {@code m} sees. */
  int visible(int m) {
    return causal ? Math.max(0, keys - (rows - 1 - m)) : keys;
  }
}
