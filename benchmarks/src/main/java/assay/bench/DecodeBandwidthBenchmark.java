package assay.bench;

import assay.golden.PagedMlaDecodeF32;
import assay.golden.PagedMlaDecodeReference;
import assay.numerics.Elements;
import assay.spec.Model;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/**
 * How near decode of few heads comes to the speed of memory: it reads a cache larger than the
 * processor's once, and {@link #copy} reads the same bytes and writes as many, as STREAM's Copy
 * does.
 *
 * <p>A sequence is one thread's work in both, so one and two sequences are one and two threads. The
 * share of the copy's bandwidth is copy / (2 · f32), times as printed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBandwidthBenchmark {

  private static final Model MODEL = Model.DEEPSEEK_V3;

  @Param({"1", "2", "4", "8", "16"})
  public int heads = 1;

  @Param({"1", "2"})
  public int sequences = 1;

  @Param("65536")
  public int keys = 65536;

  private final PagedMlaDecodeF32 single = PagedMlaDecodeF32.create();
  private Problem problem = DecodeProblems.of(Model.DEEPSEEK_V2_LITE, 1, 1, 0);
  private byte[][] from = {};
  private byte[][] to = {};

  /**
   * @throws IllegalStateException if an answer is wrong
   */
  @Setup
  public void prepare() {
    problem = withHeads(DecodeProblems.of(MODEL, sequences, keys, 1));
    int bytes = Math.multiplyExact(keys, MODEL.cacheWidth() * Short.BYTES);
    from = new byte[sequences][bytes];
    to = new byte[sequences][bytes];
    for (int b = 0; b < sequences; b++) {
      byte[] all =
          problem.cache().bytes().asSlice((long) b * bytes, bytes).toArray(ValueLayout.JAVA_BYTE);
      System.arraycopy(all, 0, from[b], 0, bytes);
    }
    PagedMlaDecodeBenchmark.requireHonest(
        PagedMlaDecodeReference.create().expect(problem, NumericContract.F32), f32());
    if (!Arrays.deepEquals(from, copy())) {
      throw new IllegalStateException("a copy differs");
    }
  }

  private Problem withHeads(Problem all) {
    float[] query = new float[sequences * heads * all.width()];
    for (int b = 0; b < sequences; b++) {
      long first = (long) b * all.heads() * all.width();
      all.query().copyTo(first, query, b * heads * all.width(), heads * all.width());
    }
    return new Problem(
        1, heads, all.latent(), all.rope(), Elements.of(query), all.cache(), all.scale(), false);
  }

  @Benchmark
  public Result f32() {
    return single.run(problem);
  }

  @Benchmark
  public byte[][] copy() {
    IntStream.range(0, sequences)
        .parallel()
        .forEach(b -> System.arraycopy(from[b], 0, to[b], 0, from[b].length));
    return to;
  }
}
