package assay.bench.peers;

import assay.bench.peers.OnnxRuntime.Input;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Assay's operators as ONNX states them, one node or three. */
final class OnnxModels {

  private OnnxModels() {}

  /** MatMul: y = x wᵀ, its weight given as [I, O]. */
  static OnnxRuntime projection(int inputs, Elements x, Elements transposedWeight, int threads) {
    long tokens = x.count() / inputs;
    long outputs = transposedWeight.count() / inputs;
    return new OnnxRuntime(
        new OnnxModel(x.format())
            .input("x")
            .input("w")
            .node("MatMul", List.of("x", "w"), "y", Map.of())
            .toBytes("y"),
        Map.of(
            "x", new Input(x, tokens, inputs), "w", new Input(transposedWeight, inputs, outputs)),
        threads);
  }

  /** RMSNormalization over the last axis. */
  static OnnxRuntime rmsNorm(int width, float eps, Elements x, Elements weight) {
    return new OnnxRuntime(
        new OnnxModel(x.format())
            .input("x")
            .input("w")
            .node("RMSNormalization", List.of("x", "w"), "y", Map.of("axis", -1, "epsilon", eps))
            .toBytes("y"),
        Map.of("x", new Input(x, x.count() / width, width), "w", new Input(weight, width)),
        1);
  }

  /**
   * RotaryEmbedding of [1, heads, tokens, width].
   *
   * @param cosines [1, tokens, width / 2]
   * @param interleaved whether pairs are neighbours, or half a width apart
   */
  static OnnxRuntime rotary(
      int heads, int width, boolean interleaved, Elements x, Elements cosines, Elements sines) {
    long tokens = x.count() / ((long) heads * width);
    long pairs = width / 2;
    return new OnnxRuntime(
        new OnnxModel(x.format())
            .input("x")
            .input("cos")
            .input("sin")
            .node(
                "RotaryEmbedding",
                List.of("x", "cos", "sin"),
                "y",
                Map.of("interleaved", interleaved ? 1 : 0))
            .toBytes("y"),
        Map.of(
            "x", new Input(x, 1, heads, tokens, width),
            "cos", new Input(cosines, 1, tokens, pairs),
            "sin", new Input(sines, 1, tokens, pairs)),
        1);
  }

  /**
   * The Attention node: one group as multi-query attention of one token, several as multi-head.
   *
   * <p>ONNX Runtime keeps √scale in F32 whatever the tensors are, so a binary64 query is scaled
   * here.
   */
  static OnnxRuntime attention(Attention problem, int threads) {
    boolean shared = problem.groups() == 1 && !problem.causal();
    long heads = shared ? problem.rows() : problem.groups();
    long tokens = shared ? 1 : problem.rows();
    boolean binary64 = problem.format() == FloatFormat.F64;
    Elements q = binary64 ? scaled(problem.q(), problem.scale()) : problem.q();
    float scale = binary64 ? 1 : (float) problem.scale();
    Map<String, Number> attributes = Map.of("scale", scale, "is_causal", problem.causal() ? 1 : 0);
    return new OnnxRuntime(
        new OnnxModel(problem.format())
            .input("q")
            .input("k")
            .input("v")
            .node("Attention", List.of("q", "k", "v"), "out", attributes)
            .toBytes("out"),
        Map.of(
            "q", new Input(q, 1, heads, tokens, problem.keyWidth()),
            "k", new Input(problem.k(), 1, problem.groups(), problem.keys(), problem.keyWidth()),
            "v", values(problem, 1, problem.groups())),
        threads);
  }

  /** The same as Gemm, Softmax and MatMul, for one group without a mask. */
  static OnnxRuntime composedAttention(Attention problem, int threads) {
    if (problem.groups() != 1 || problem.causal()) {
      throw new IllegalArgumentException("problem is not one group without a mask");
    }
    Map<String, Number> product = Map.of("alpha", (float) problem.scale(), "transB", 1);
    return new OnnxRuntime(
        new OnnxModel(problem.format())
            .input("q")
            .input("k")
            .input("v")
            .node("Gemm", List.of("q", "k"), "scores", product)
            .node("Softmax", List.of("scores"), "weights", Map.of("axis", -1))
            .node("MatMul", List.of("weights", "v"), "out", Map.of())
            .toBytes("out"),
        Map.of(
            "q", new Input(problem.q(), problem.rows(), problem.keyWidth()),
            "k", new Input(problem.k(), problem.keys(), problem.keyWidth()),
            "v", values(problem)),
        threads);
  }

  private static Elements scaled(Elements elements, double scale) {
    return NativeElements.of(elements.format(), elements.count(), i -> scale * elements.get(i));
  }

  private static Input values(Attention problem, long... leading) {
    long[] shape = Arrays.copyOf(leading, leading.length + 2);
    shape[leading.length] = problem.keys();
    shape[leading.length + 1] = problem.valueWidth();
    return new Input(problem.denseValues(), shape);
  }
}
