package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.spec.PagedMlaDecode.Problem;

/**
 * Decode of one sequence for some of its heads and all of its query tokens: each tile of keys is
 * converted once and shared by all of them.
 *
 * <p>Row (s, h) of the group holds its scores, and after {@link #softmax} its weights times their
 * sum.
 */
final class PagedMlaDecodeGroup {

  private final Problem problem;
  private final Lanes lanes;
  private final int b;
  private final int firstHead;
  private final int heads;
  private final int stride;
  private final double[] weights;
  private final double[] sums;
  private final LatentTile tile;

  PagedMlaDecodeGroup(Problem problem, Lanes lanes, int b, int firstHead, int heads) {
    this.problem = problem;
    this.lanes = lanes;
    this.b = b;
    this.firstHead = firstHead;
    this.heads = heads;
    int rows = problem.queryTokens() * heads;
    this.stride = Math.ceilDiv(length(), LatentTile.KEYS) * LatentTile.KEYS;
    this.weights = new double[Math.multiplyExact(rows, stride)];
    this.sums = new double[rows];
    this.tile = new LatentTile(problem.cache(), problem.latent());
  }

  int rows() {
    return sums.length;
  }

  /** The position of group row {@code row} in [B, S, H]. */
  int resultRow(int row) {
    int s = row / heads;
    return (b * problem.queryTokens() + s) * problem.heads() + firstHead + row % heads;
  }

  /** T of group row {@code row}. */
  int visible(int row) {
    return problem.visible(b, row / heads);
  }

  /** Where the scores or weights of group row {@code row} begin in {@link #weights}. */
  int offset(int row) {
    return row * stride;
  }

  double[] weights() {
    return weights;
  }

  double sum(int row) {
    return sums[row];
  }

  int sequence() {
    return b;
  }

  /** Lemma 7 of docs/numerics.md: scale · q is exact in binary64, only the dot product rounds. */
  void scores() {
    Block query = scaledQuery();
    for (int first = 0; first < length(); first += LatentTile.KEYS) {
      lanes.multiplyAdd(query, tile.keys(b, first), columns(weights, first));
    }
  }

  /** scale² · Σ_i (q_i k_ti)² for each row and key, laid out as the scores. */
  double[] squaredSpreads() {
    double[] spreads = new double[weights.length];
    Block query = scaledQuery();
    LatentTile.square(query);
    for (int first = 0; first < length(); first += LatentTile.KEYS) {
      Block keys = tile.keys(b, first);
      LatentTile.square(keys);
      lanes.multiplyAdd(query, keys, columns(spreads, first));
    }
    return spreads;
  }

  private Block columns(double[] rows, int first) {
    return new Block(rows, first, stride, rows(), LatentTile.KEYS);
  }

  /** Turns scores into weights times their sum, and writes lse, [B, S, H]. */
  void softmax(double[] lse) {
    for (int row = 0; row < rows(); row++) {
      double largest = lanes.max(weights, offset(row), visible(row));
      sums[row] = lanes.expSum(weights, offset(row), visible(row), largest);
      lse[resultRow(row)] = visible(row) == 0 ? largest : largest + StrictMath.log(sums[row]);
    }
  }

  /** Weighted means of the latents into {@code out}, [B, S, H, D]. */
  void means(double[] out) {
    for (int first = 0; first < length(); first += LatentTile.KEYS) {
      add(first, tile.latents(b, first, length()), out);
    }
    normalise(out);
  }

  /** Weighted means of the squared latents into {@code moments}, [B, S, H, D]. */
  void secondMoments(double[] moments) {
    for (int first = 0; first < length(); first += LatentTile.KEYS) {
      Block latents = tile.latents(b, first, length());
      LatentTile.square(latents);
      add(first, latents, moments);
    }
    normalise(moments);
  }

  private void add(int first, Block values, double[] target) {
    for (int s = 0; s < problem.queryTokens(); s++) {
      int keys = Math.clamp(problem.visible(b, s) - first, 0, values.rows());
      if (keys > 0) {
        Block visible = new Block(values.data(), 0, values.stride(), keys, values.columns());
        lanes.multiplyAdd(weightsOf(s, first, keys), visible, rowsOf(s, target));
      }
    }
  }

  private Block weightsOf(int s, int first, int keys) {
    return new Block(weights, offset(s * heads) + first, stride, heads, keys);
  }

  private Block rowsOf(int s, double[] target) {
    int latent = problem.latent();
    return new Block(target, resultRow(s * heads) * latent, latent, heads, latent);
  }

  private void normalise(double[] target) {
    int latent = problem.latent();
    for (int row = 0; row < rows(); row++) {
      int offset = resultRow(row) * latent;
      for (int d = 0; d < latent && visible(row) > 0; d++) {
        target[offset + d] /= sums[row];
      }
    }
  }

  private Block scaledQuery() {
    int width = problem.width();
    double[] query = new double[rows() * width];
    for (int row = 0; row < rows(); row++) {
      problem.query().copyTo((long) resultRow(row) * width, query, row * width, width);
    }
    for (int i = 0; i < query.length; i++) {
      query[i] *= problem.scale();
    }
    return Block.of(query, rows(), width);
  }

  private int length() {
    return problem.cache().lengths()[b];
  }
}
