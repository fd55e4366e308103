package assay.bench.peers;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Attention as PyTorch's scaled_dot_product_attention.
 *
 * <p>Its fused form wants values as wide as keys. Decode gives the keys themselves; elsewhere
 * values are filled up with zeros beforehand. What the answer has too much is cut off at the end.
 */
final class PyTorchFusedAttention extends PyTorch {

  private final Attention problem;
  private final Model model;
  private final ParameterStore parameters;
  private final NDList inputs;

  PyTorchFusedAttention(Attention problem) {
    int groups = problem.groups();
    this.problem = problem;
    this.model = Model.newInstance("attention", "PyTorch");
    this.parameters = new ParameterStore(manager(), false);
    NDArray q = tensor(problem.q(), 1, groups, problem.rows(), problem.keyWidth());
    NDArray k = tensor(problem.k(), 1, groups, problem.keys(), problem.keyWidth());
    NDArray v =
        problem.sharesValues()
            ? k
            : tensor(problem.widenedValues(), 1, groups, problem.keys(), problem.keyWidth());
    this.inputs = new NDList(q, k, v);
    byte[] script = TorchScript.scaledDotProductAttention(problem.causal(), problem.scale());
    try {
      model.load(new ByteArrayInputStream(script), Map.of());
    } catch (IOException | MalformedModelException refused) {
      throw new IllegalStateException("PyTorch refused the module", refused);
    }
  }

  @Override
  NDArray compute() {
    try (NDArray wide = model.getBlock().forward(parameters, inputs, false).singletonOrThrow()) {
      return wide.get("..., :" + problem.valueWidth());
    }
  }

  @Override
  public void close() {
    model.close();
    super.close();
  }
}
