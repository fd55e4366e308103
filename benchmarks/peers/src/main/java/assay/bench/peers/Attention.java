package assay.bench.peers;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;

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
  static Attention decode(Problem problem, int b, FloatFormat format) {
    if (problem.causal() && problem.queryTokens() > 1) {
      throw new IllegalArgumentException("problem is causal; one query token is allowed, or none");
    }
    PagedLatentCache cache = problem.cache();
    int width = problem.width();
    int rows = problem.queryTokens() * problem.heads();
    int first = b * rows * width;
    Elements q =
        NativeElements.of(
            format, (long) rows * width, i -> BFloat16.toFloat(problem.query()[first + (int) i]));
    Elements k = keys(cache, b, format);
    return new Attention(
        1, rows, cache.lengths()[b], width, problem.latent(), false, problem.scale(), q, k, k);
  }

  /** The live slots of sequence {@code b}, in the order of its keys. */
  private static Elements keys(PagedLatentCache cache, int b, FloatFormat format) {
    int width = cache.width();
    return NativeElements.of(
        format,
        (long) cache.lengths()[b] * width,
        i ->
            BFloat16.toFloat(
                cache.slots()[cache.offset(b, (int) (i / width)) + (int) (i % width)]));
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
