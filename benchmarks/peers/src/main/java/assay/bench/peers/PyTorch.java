package assay.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One computation in PyTorch, through DJL.
 *
 * <p>It needs a virtual machine of its own: a bfloat16 tensor ends the process, and other libraries
 * bring other threads. How many threads it uses follows from the system property {@code
 * ai.djl.pytorch.num_threads}.
 */
abstract class PyTorch implements Peer {

  static {
    System.setProperty("ai.djl.offline", "true");
  }

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private @Nullable NDArray result;

  final NDManager manager() {
    return manager;
  }

  /** A tensor of these numbers, F32 or binary64, in place: what is written to them later it has. */
  final NDArray tensor(Elements elements, long... shape) {
    DataType type = elements.format() == FloatFormat.F64 ? DataType.FLOAT64 : DataType.FLOAT32;
    return manager.create(NativeElements.buffer(elements), new Shape(shape), type);
  }

  /** The answer; whatever else it makes it also closes. */
  abstract NDArray compute();

  @Override
  public final void run() {
    if (result != null) {
      result.close();
    }
    result = compute();
  }

  @Override
  public final double[] answer() {
    if (result == null) {
      throw new IllegalStateException("nothing was run");
    }
    if (result.getDataType() == DataType.FLOAT64) {
      return result.toDoubleArray();
    }
    float[] values = result.toFloatArray();
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  @Override
  public void close() {
    manager.close();
  }
}
