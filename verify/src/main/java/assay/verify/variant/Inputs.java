package assay.verify.variant;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.UnsupportedProblem;

/** What kernels in F32 can take. */
final class Inputs {

  private Inputs() {}

  /**
   * Numbers that F32 holds exactly.
   *
   * @throws UnsupportedProblem if they are binary64
   */
  static Elements narrow(String name, Elements numbers) {
    if (numbers.format() == FloatFormat.F64) {
      throw new UnsupportedProblem(name + " is F64; it must be F32 or narrower");
    }
    return numbers;
  }
}
