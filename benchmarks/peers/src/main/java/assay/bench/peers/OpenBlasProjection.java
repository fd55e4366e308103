package assay.bench.peers;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;

/** y = x Wᵀ with OpenBLAS: a matrix product, or a matrix and a vector where there is one token. */
final class OpenBlasProjection implements Peer {

  private final int tokens;
  private final int inputs;
  private final int outputs;
  private final Elements x;
  private final Elements weight;
  private final Elements y;

  /**
   * @param x [N, I], outside the heap
   * @param weight [O, I], outside the heap, in the format of x
   */
  OpenBlasProjection(int inputs, int outputs, Elements x, Elements weight, int threads) {
    this.tokens = Math.toIntExact(x.count() / inputs);
    this.inputs = inputs;
    this.outputs = outputs;
    this.x = x;
    this.weight = weight;
    this.y = NativeElements.allocate(x.format(), (long) tokens * outputs);
    OpenBlas.useThreads(threads);
  }

  @Override
  public void run() {
    FloatFormat format = x.format();
    OpenBlas.Matrix w = new OpenBlas.Matrix(weight.segment(), inputs);
    if (tokens == 1) {
      OpenBlas.multiply(format, outputs, inputs, w, x.segment(), y.segment());
      return;
    }
    OpenBlas.Matrix left = new OpenBlas.Matrix(x.segment(), inputs);
    OpenBlas.Matrix result = new OpenBlas.Matrix(y.segment(), outputs);
    OpenBlas.multiply(format, true, tokens, outputs, inputs, 1, left, w, result);
  }

  @Override
  public double[] answer() {
    return y.toDoubles();
  }

  @Override
  public void close() {}
}
