package assay.bench.peers;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One model in ONNX Runtime's CPU provider, its inputs in place. */
final class OnnxRuntime implements Peer {

  /** An input: numbers outside the heap, and how they are shaped. */
  record Input(Elements elements, long... shape) {}

  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();
  private OrtSession.@Nullable Result result;

  /**
   * @param model as {@link OnnxModel#toBytes} gives it; its output is its only one
   */
  OnnxRuntime(byte[] model, Map<String, Input> inputs, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model, options);
      for (Map.Entry<String, Input> input : inputs.entrySet()) {
        this.inputs.put(input.getKey(), tensor(environment, input.getValue()));
      }
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime refused the model", failed);
    }
  }

  @Override
  public void run() {
    closeResult();
    try {
      result = session.run(inputs);
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime failed", failed);
    }
  }

  @Override
  public double[] answer() {
    if (result == null) {
      throw new IllegalStateException("nothing was run");
    }
    return doubles((OnnxTensor) result.get(0));
  }

  @Override
  public void close() {
    closeResult();
    inputs.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime failed to close", failed);
    }
  }

  private void closeResult() {
    if (result != null) {
      result.close();
      result = null;
    }
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Input input) throws OrtException {
    OnnxJavaType type =
        input.elements().format() == FloatFormat.F64 ? OnnxJavaType.DOUBLE : OnnxJavaType.FLOAT;
    return OnnxTensor.createTensor(
        environment, NativeElements.buffer(input.elements()), input.shape(), type);
  }

  private static double[] doubles(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      double[] values = new double[tensor.getDoubleBuffer().remaining()];
      tensor.getDoubleBuffer().get(values);
      return values;
    }
    float[] values = new float[tensor.getFloatBuffer().remaining()];
    tensor.getFloatBuffer().get(values);
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
