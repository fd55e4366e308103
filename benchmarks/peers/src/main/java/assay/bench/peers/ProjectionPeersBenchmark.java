package assay.bench.peers;

import assay.golden.lanes.FloatLanes;
import assay.numerics.Elements;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** y = x Wᵀ in F32 at the shapes of MLA, on one thread and on two. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.ONE_THREAD})
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProjectionPeersBenchmark {

  /** One projection of random numbers. */
  @State(Scope.Benchmark)
  public static class Posed {

    @Param public ProjectionShape shape = ProjectionShape.V2_LITE_KV_B;

    @Param({"1", "16", "256"})
    public int tokens = 1;

    private float[] x = {};
    private float[] weight = {};

    @Setup
    public void pose() {
      Normals normals = new Normals(shape.ordinal());
      x = normals.floats(tokens * shape.inputs());
      weight = normals.floats(shape.outputs() * shape.inputs());
    }

    Peer openBlas(int threads) {
      return new OpenBlasProjection(
          shape.inputs(),
          shape.outputs(),
          NativeElements.of(x),
          NativeElements.of(weight),
          threads);
    }

    void require(String who, double[] y) {
      new ProjectionCheck(shape.inputs(), shape.outputs(), x, weight).require(who, y);
    }
  }

  /** Assay's product, its weights in an array. */
  @State(Scope.Benchmark)
  public static class GoldenState {

    private final FloatLanes lanes = FloatLanes.best();
    private float[] y = {};

    @Setup
    public void check(Posed posed) {
      y = new float[posed.tokens * posed.shape.outputs()];
      posed.require("golden", Elements.of(run(posed)).toDoubles());
    }

    float[] run(Posed posed) {
      ProjectionShape shape = posed.shape;
      lanes.multiplyTransposed(
          posed.x, posed.weight, y, posed.tokens, shape.inputs(), shape.outputs());
      return y;
    }
  }

  /** Assay's product on as many threads as there are. */
  @State(Scope.Benchmark)
  public static class GoldenThreadsState {

    private final FloatLanes lanes = FloatLanes.best();
    private Elements weight = Elements.of(new float[0]);
    private float[] y = {};

    @Setup
    public void check(Posed posed) {
      y = new float[posed.tokens * posed.shape.outputs()];
      weight = Elements.of(posed.weight);
      posed.require("goldenTwoThreads", Elements.of(run(posed)).toDoubles());
    }

    float[] run(Posed posed) {
      ProjectionShape shape = posed.shape;
      lanes.multiplyTransposed(posed.x, weight, y, posed.tokens, shape.inputs(), shape.outputs());
      return y;
    }
  }

  /** OpenBLAS on one thread. */
  public static class OpenBlasState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("openBlas", answerOf(posed.openBlas(1)));
    }
  }

  /** OpenBLAS on two threads. */
  public static class OpenBlasThreadsState extends PeerState {
    @Setup
    public void make(Posed posed) {
      posed.require("openBlasTwoThreads", answerOf(posed.openBlas(2)));
    }
  }

  @Benchmark
  public Object golden(Posed posed, GoldenState golden) {
    return golden.run(posed);
  }

  @Benchmark
  public Object openBlas(OpenBlasState openBlas) {
    return openBlas.run();
  }

  @Benchmark
  @Fork(
      value = 3,
      jvmArgsAppend = {Forks.VECTOR, Forks.NATIVE, Forks.TWO_THREADS})
  public Object goldenTwoThreads(Posed posed, GoldenThreadsState golden) {
    return golden.run(posed);
  }

  @Benchmark
  public Object openBlasTwoThreads(OpenBlasThreadsState openBlas) {
    return openBlas.run();
  }
}
