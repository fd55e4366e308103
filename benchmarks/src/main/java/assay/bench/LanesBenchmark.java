package assay.bench;

import assay.golden.lanes.Block;
import assay.golden.lanes.DoubleAttention;
import assay.golden.lanes.Lanes;
import assay.spec.AttentionTerms;
import assay.spec.ErrorSums;
import assay.spec.ExponentForm;
import assay.spec.KeyBounds;
import assay.spec.ScoreSpreads;
import assay.spec.SquareForm;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The loops of {@link Lanes} over 4,096 elements or keys, in vector registers and in plain Java.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class LanesBenchmark {

  private static final int ELEMENTS = 4096;
  private static final int SIDE = 64;
  private static final ExponentForm FORM = new ExponentForm(1e-3, 1e-3, 1e-3, 1e-3, 1e-3);

  private final Lanes vector = Lanes.best();
  private final Lanes scalar = Lanes.all().getFirst();
  private final double[] x = new SplittableRandom(1).doubles(ELEMENTS, -4, 4).toArray();
  private final double[] y = new SplittableRandom(2).doubles(ELEMENTS, -4, 4).toArray();
  private final double[] target = new double[ELEMENTS];
  private final KeyBounds bounds = new KeyBounds(1, y);

  /** Weights from 0.01 up, as though they were a row's. */
  private final AttentionTerms row =
      new AttentionTerms(
          new SplittableRandom(3).doubles(ELEMENTS, 0.01, 1).toArray(),
          x,
          bounds,
          bounds,
          ScoreSpreads.of(),
          ELEMENTS,
          false,
          1,
          DoubleAttention.KEYS);

  /**
   * Checks every answer.
   *
   * @throws IllegalStateException if vectors and plain loops differ in a bit
   */
  @Setup
  public void prepare() {
    requireSame(this::dot);
    requireSame(this::powerSums);
    requireSame(this::squares);
    requireSame(lanes -> Arrays.hashCode(errorSums(lanes)));
    requireSame(this::max);
    requireSame(this::maxMagnitude);
    requireSame(this::expSum);
    requireSame(lanes -> Arrays.hashCode(multiplyAdd(lanes)));
  }

  private void requireSame(Function<Lanes, Object> loop) {
    if (!loop.apply(vector).equals(loop.apply(scalar))) {
      throw new IllegalStateException("vectors and plain loops differ");
    }
  }

  @Benchmark
  public double dotVector() {
    return dot(vector);
  }

  @Benchmark
  public double dotScalar() {
    return dot(scalar);
  }

  @Benchmark
  public Lanes.PowerSums powerSumsVector() {
    return powerSums(vector);
  }

  @Benchmark
  public Lanes.PowerSums powerSumsScalar() {
    return powerSums(scalar);
  }

  @Benchmark
  public double[] errorSumsVector() {
    return errorSums(vector);
  }

  @Benchmark
  public double[] errorSumsScalar() {
    return errorSums(scalar);
  }

  @Benchmark
  public double squaresVector() {
    return squares(vector);
  }

  @Benchmark
  public double squaresScalar() {
    return squares(scalar);
  }

  @Benchmark
  public double maxVector() {
    return max(vector);
  }

  @Benchmark
  public double maxScalar() {
    return max(scalar);
  }

  @Benchmark
  public double maxMagnitudeVector() {
    return maxMagnitude(vector);
  }

  @Benchmark
  public double maxMagnitudeScalar() {
    return maxMagnitude(scalar);
  }

  @Benchmark
  public double expSumVector() {
    return expSum(vector);
  }

  @Benchmark
  public double expSumScalar() {
    return expSum(scalar);
  }

  @Benchmark
  public double[] multiplyAddVector() {
    return multiplyAdd(vector);
  }

  @Benchmark
  public double[] multiplyAddScalar() {
    return multiplyAdd(scalar);
  }

  private double dot(Lanes lanes) {
    return lanes.dot(x, 0, y, 0, ELEMENTS);
  }

  private double[] errorSums(Lanes lanes) {
    ErrorSums sums = new ErrorSums(row, 4, FORM, FORM);
    lanes.keyLoops().add(sums);
    return sums.partial();
  }

  private double squares(Lanes lanes) {
    return lanes.keyLoops().squares(new SquareForm(1e-3, 1e-3, 1e-3, 1e-3), row, 4, target);
  }

  private Lanes.PowerSums powerSums(Lanes lanes) {
    return lanes.powerSums(x, 0, ELEMENTS);
  }

  private double max(Lanes lanes) {
    return lanes.max(x, 0, ELEMENTS);
  }

  private double maxMagnitude(Lanes lanes) {
    return lanes.maxMagnitude(x, 0, ELEMENTS);
  }

  private double expSum(Lanes lanes) {
    System.arraycopy(x, 0, target, 0, ELEMENTS);
    return lanes.expSum(target, 0, ELEMENTS, 4);
  }

  private double[] multiplyAdd(Lanes lanes) {
    Arrays.fill(target, 0);
    lanes.multiplyAdd(
        Block.of(x, SIDE, SIDE), Block.of(y, SIDE, SIDE), Block.of(target, SIDE, SIDE));
    return target;
  }
}
