package assay.gpu.kernels;

import assay.numerics.FloatFormat;
import assay.spec.MhaDecode;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import java.util.stream.IntStream;

/**
 * What an operator has to do at least, whatever the kernel: the measure of its speed.
 *
 * @param flop two for each product of a key that is attended to, or of a weight; softmax is not
 *     counted
 * @param bytes of memory, if each input that is needed is read once and each result is written once
 */
public record Work(long flop, long bytes) {

  private static final int OUT = FloatFormat.BF16.bytes();
  private static final int LSE = FloatFormat.F32.bytes();

  /** Of absorbed decode: D + R products for a score, D for its value. */
  public static Work of(PagedMlaDecode.Problem problem) {
    int sequences = problem.batch();
    long pairs =
        problem.heads() * pairs(sequences, problem.queryTokens(), (b, s) -> problem.visible(b, s));
    long keys = keys(sequences, problem.queryTokens(), (b, s) -> problem.visible(b, s));
    long rows = problem.rows();
    return new Work(
        2 * pairs * (problem.width() + problem.latent()),
        keys * problem.cache().layout().bytesPerToken()
            + problem.query().segment().byteSize()
            + rows * (problem.latent() * (long) OUT + LSE));
  }

  /** Of decode over keys and values of their own: E products for a score, V for its value. */
  public static Work of(MhaDecode.Problem problem) {
    int sequences = problem.batch();
    int widths = problem.keyWidth() + problem.valueWidth();
    long pairs =
        problem.heads() * pairs(sequences, problem.queryTokens(), (b, s) -> problem.visible(b, s));
    long keys = keys(sequences, problem.queryTokens(), (b, s) -> problem.visible(b, s));
    long rows = problem.rows();
    return new Work(
        2 * pairs * widths,
        keys * problem.keyValueHeads() * widths * problem.keys().format().bytes()
            + problem.query().segment().byteSize()
            + rows * (problem.valueWidth() * (long) OUT + LSE));
  }

  /** Of a linear layer whose result is in {@code result}. */
  public static Work of(Projection.Problem problem, FloatFormat result) {
    long outputs = problem.weights().outputs();
    long weights =
        switch (problem.weights()) {
          case ProjectionWeights.Dense dense -> dense.values().segment().byteSize();
          case ProjectionWeights.BlockScaled scaled ->
              scaled.codes().segment().byteSize() + scaled.scales().segment().byteSize();
        };
    return new Work(
        2L * problem.tokens() * outputs * problem.weights().inputs(),
        problem.x().segment().byteSize() + weights + problem.tokens() * outputs * result.bytes());
  }

  /** FLOP per byte. */
  public double intensity() {
    return (double) flop / bytes;
  }

  private interface Visible {
    int keys(int sequence, int token);
  }

  /** Keys that query tokens attend to, over all of them. */
  private static long pairs(int sequences, int tokens, Visible visible) {
    return IntStream.range(0, sequences * tokens)
        .mapToLong(i -> visible.keys(i / tokens, i % tokens))
        .sum();
  }

  /** Keys that any query token of their sequence attends to. */
  private static long keys(int sequences, int tokens, Visible visible) {
    return IntStream.range(0, sequences)
        .mapToLong(b -> IntStream.range(0, tokens).map(s -> visible.keys(b, s)).max().orElse(0))
        .sum();
  }
}
