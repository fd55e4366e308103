package assay.bench.peers;

import ai.djl.ndarray.NDArray;
import assay.numerics.Elements;

/** Attention in PyTorch: matmul, softmax, matmul, and where causal a mask that is added. */
final class PyTorchAttention extends PyTorch {

  private final Attention problem;
  private final NDArray q;
  private final NDArray transposedKeys;
  private final NDArray values;
  private final NDArray mask;

  PyTorchAttention(Attention problem) {
    int groups = problem.groups();
    this.problem = problem;
    this.q = tensor(problem.q(), groups, problem.rows(), problem.keyWidth());
    NDArray k = tensor(problem.k(), groups, problem.keys(), problem.keyWidth());
    this.transposedKeys = k.swapAxes(1, 2);
    this.values =
        problem.sharesValues()
            ? k.get(":, :, :" + problem.valueWidth())
            : tensor(problem.v(), groups, problem.keys(), problem.valueWidth());
    this.mask = tensor(mask(problem), problem.causal() ? problem.rows() : 0, problem.keys());
  }

  @Override
  NDArray compute() {
    try (NDArray scaled = q.mul(problem.scale());
        NDArray scores = scaled.matMul(transposedKeys)) {
      if (problem.causal()) {
        scores.addi(mask);
      }
      try (NDArray weights = scores.softmax(-1)) {
        return weights.matMul(values);
      }
    }
  }

  /** 0 where a row sees a key, and −∞ elsewhere; nothing where every row sees every key. */
  private static Elements mask(Attention problem) {
    int keys = problem.keys();
    long rows = problem.causal() ? problem.rows() : 0;
    return NativeElements.of(
        problem.format(),
        rows * keys,
        i -> i % keys < problem.visible((int) (i / keys)) ? 0 : Double.NEGATIVE_INFINITY);
  }
}
