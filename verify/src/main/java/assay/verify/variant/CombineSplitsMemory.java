package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Result;

/** A problem's operands and results where a kernel would have them. */
public final class CombineSplitsMemory {

  private final Problem problem;
  private final FloatFormat format;
  private final Memory memory;
  private final Buffer outs;
  private final Buffer lses;
  private final Buffer out;
  private final Buffer lse;

  CombineSplitsMemory(Memory memory, Problem problem, FloatFormat format) {
    this.memory = memory;
    this.problem = problem;
    this.format = format;
    memory.begin();
    outs = memory.input("partial out", problem.out(), problem.width());
    lses = memory.input("partial lse", problem.lseNats(), Math.max(1, problem.rows()));
    out = memory.output("out", problem.rows(), problem.width());
    lse = memory.output("lse", 1, problem.rows());
  }

  public int parts() {
    return problem.parts();
  }

  public int rows() {
    return problem.rows();
  }

  public int width() {
    return problem.width();
  }

  /** From a row of a part to the next. */
  public long partStride() {
    return outs.stride();
  }

  /** From the lse of one part to those of the next. */
  public long lseStride() {
    return lses.stride();
  }

  /** From a row of the result to the next. */
  public long outStride() {
    return out.stride();
  }

  public float out(long at) {
    return outs.load(at);
  }

  public float lse(long at) {
    return lses.load(at);
  }

  /** Rounds to the result's format. */
  public void writeOut(long at, float value) {
    out.store(at, Formats.round(value, format));
  }

  public void writeLse(long at, float value) {
    lse.store(at, value);
  }

  Result result() {
    memory.check();
    return CombineSplits.result(problem, out.toDoubles(), lse.toDoubles());
  }
}
