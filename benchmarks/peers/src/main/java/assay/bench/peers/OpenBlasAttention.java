package assay.bench.peers;

import assay.bench.peers.OpenBlas.Matrix;
import assay.numerics.Elements;

/**
 * Attention with OpenBLAS: product, {@link Softmax}, product, for 128 rows at a time, and only over
 * the keys that some of them sees.
 */
final class OpenBlasAttention implements Peer {

  private static final int ROWS_AT_A_TIME = 128;

  private final Attention problem;
  private final Elements weights;
  private final Elements out;
  private final Softmax softmax;

  OpenBlasAttention(Attention problem, int threads) {
    int block = Math.min(problem.rows(), ROWS_AT_A_TIME);
    this.problem = problem;
    this.weights = NativeElements.allocate(problem.format(), (long) block * problem.keys());
    long count = (long) problem.groups() * problem.rows() * problem.valueWidth();
    this.out = NativeElements.allocate(problem.format(), count);
    this.softmax = Softmax.of(problem.format(), problem.keys());
    OpenBlas.useThreads(threads);
  }

  @Override
  public void run() {
    for (int group = 0; group < problem.groups(); group++) {
      for (int row = 0; row < problem.rows(); row += ROWS_AT_A_TIME) {
        run(group, row, Math.min(ROWS_AT_A_TIME, problem.rows() - row));
      }
    }
  }

  private void run(int group, int row, int rows) {
    int seen = problem.visible(row + rows - 1);
    long first = (long) group * problem.rows() + row;
    long key = (long) group * problem.keys();
    Matrix scores = new Matrix(weights.segment(), seen);
    OpenBlas.multiply(
        problem.format(),
        true,
        rows,
        seen,
        problem.keyWidth(),
        problem.scale(),
        from(problem.q(), first, problem.keyWidth()),
        from(problem.k(), key, problem.keyWidth()),
        scores);
    for (int i = 0; i < rows; i++) {
      softmax.apply(weights.slice((long) i * seen, seen), problem.visible(row + i));
    }
    OpenBlas.multiply(
        problem.format(),
        false,
        rows,
        problem.valueWidth(),
        seen,
        1,
        scores,
        from(problem.v(), key, problem.valueStride()),
        from(out, first, problem.valueWidth()));
  }

  /** The matrix that begins at {@code row}. */
  private static Matrix from(Elements elements, long row, int stride) {
    return new Matrix(elements.segment().asSlice(row * stride * elements.format().bytes()), stride);
  }

  @Override
  public double[] answer() {
    return out.toDoubles();
  }

  @Override
  public void close() {}
}
