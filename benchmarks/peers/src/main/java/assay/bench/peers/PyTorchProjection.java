package assay.bench.peers;

import ai.djl.ndarray.NDArray;
import assay.numerics.Elements;

/** y = x Wᵀ in PyTorch. */
final class PyTorchProjection extends PyTorch {

  private final NDArray x;
  private final NDArray transposedWeight;

  PyTorchProjection(int inputs, int outputs, Elements x, Elements weight) {
    this.x = tensor(x, x.count() / inputs, inputs);
    this.transposedWeight = tensor(weight, outputs, inputs).transpose();
  }

  @Override
  NDArray compute() {
    return x.matMul(transposedWeight);
  }
}
