package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link CombineSplits} in F32, all parts of a row at once: the largest lse, each part's weight
 * relative to it, their sum, and the weighted mean.
 *
 * <p>A step of it is a method; a planted bug overrides one.
 */
public class CombineSplitsVariant implements Implementation<Problem> {

  private final LogBase base;
  private final Memory memory;
  private final FloatFormat format;

  /** Keeps lse in {@code base} and writes {@code out} in {@code format}. */
  public CombineSplitsVariant(Surroundings surroundings, LogBase base, FloatFormat format) {
    this.memory = new Memory(surroundings);
    this.base = base;
    this.format = format;
  }

  /**
   * One row of one part, or of several that were merged.
   *
   * @param lse in the kernel's base
   * @param out [D]; anything where lse is −∞
   */
  public record Part(float lse, float[] out) {}

  @Override
  public final Result run(Problem problem) {
    CombineSplitsMemory operands = new CombineSplitsMemory(memory, problem, format);
    for (int row = 0; row < problem.rows(); row++) {
      write(operands, row, combine(problem.width(), read(operands, row)));
    }
    return operands.result();
  }

  /** Every part of a row. */
  protected List<Part> read(CombineSplitsMemory memory, int row) {
    List<Part> parts = new ArrayList<>();
    for (int k = 0; k < memory.parts(); k++) {
      parts.add(new Part(lse(memory, k, row), out(memory, k, row)));
    }
    return parts;
  }

  protected float lse(CombineSplitsMemory memory, int k, int row) {
    return fromNats(memory.lse(lseAt(memory, k, row)));
  }

  protected float[] out(CombineSplitsMemory memory, int k, int row) {
    float[] out = new float[memory.width()];
    long at = outAt(memory, k, row);
    for (int d = 0; d < out.length; d++) {
      out[d] = memory.out(at + d);
    }
    return out;
  }

  /** Where the lse of a row of a part lies. */
  protected long lseAt(CombineSplitsMemory memory, int k, int row) {
    return (long) k * memory.lseStride() + row;
  }

  /** Where its first feature lies. */
  protected long outAt(CombineSplitsMemory memory, int k, int row) {
    return ((long) k * memory.rows() + row) * memory.partStride();
  }

  /** Merges the parts of one row of this width. */
  protected Part combine(int width, List<Part> parts) {
    float largest = largest(parts);
    if (isEmpty(largest)) {
      return nothing(width);
    }
    float[] weights = new float[parts.size()];
    float sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = weight(parts.get(k).lse(), largest);
      sum += weights[k];
    }
    float lse = lse(largest, sum);
    return new Part(lse, mean(width, parts, weights, sum, lse));
  }

  protected float largest(List<Part> parts) {
    float largest = Float.NEGATIVE_INFINITY;
    for (Part part : parts) {
      largest = Math.max(largest, part.lse());
    }
    return largest;
  }

  /** How much an lse weighs beside {@code largest}. */
  protected float weight(float lse, float largest) {
    return exp(lse - largest);
  }

  protected float lse(float largest, float sum) {
    return largest + log(sum);
  }

  /** Σ weight · out, over their sum. */
  protected float[] mean(int width, List<Part> parts, float[] weights, float sum, float lse) {
    float[] mean = new float[width];
    for (int k = 0; k < weights.length; k++) {
      if (!isEmpty(parts.get(k).lse())) {
        add(mean, weights[k] / sum, parts.get(k).out());
      }
    }
    return mean;
  }

  /** sums += weight · out. */
  protected static void add(float[] sums, float weight, float[] out) {
    for (int d = 0; d < sums.length; d++) {
      sums[d] = Math.fma(weight, out[d], sums[d]);
    }
  }

  protected boolean isEmpty(float lse) {
    return lse == Float.NEGATIVE_INFINITY;
  }

  /** What attention over no keys gives. */
  protected Part nothing(int width) {
    return new Part(Float.NEGATIVE_INFINITY, new float[width]);
  }

  protected void write(CombineSplitsMemory memory, int row, Part merged) {
    writeOut(memory, row, merged.out());
    writeLse(memory, row, toNats(merged.lse()));
  }

  protected void writeOut(CombineSplitsMemory memory, int row, float[] out) {
    for (int d = 0; d < out.length; d++) {
      memory.writeOut(resultAt(memory, row) + d, out[d]);
    }
  }

  /** Where a row's first feature goes. */
  protected long resultAt(CombineSplitsMemory memory, int row) {
    return row * memory.outStride();
  }

  protected void writeLse(CombineSplitsMemory memory, int row, float lseNats) {
    memory.writeLse(row, lseNats);
  }

  protected float fromNats(float lseNats) {
    return base.fromNats(lseNats);
  }

  protected float toNats(float lse) {
    return base.toNats(lse);
  }

  protected float exp(float x) {
    return base.exp(x);
  }

  protected float log(float x) {
    return base.log(x);
  }
}
