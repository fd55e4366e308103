package assay.gpu.kernels;

import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;

/** What the kernels of paged decode in bf16 take; anything else is refused, not misread. */
final class BFloat16Decode {

  private static final int MAX_LATENT = 512;

  private BFloat16Decode() {}

  static void require(Problem problem, String kernel) {
    BFloat16Inputs.require(problem.cache().layout(), kernel);
    requireShape(problem, kernel);
  }

  /** The same of all but the cache. */
  static void requireShape(Problem problem, String kernel) {
    BFloat16Inputs.require("query", problem.query(), kernel);
    if (problem.latent() > MAX_LATENT || problem.latent() % 2 != 0) {
      throw new UnsupportedProblem(
          "latent is %d; %s takes even widths up to %d"
              .formatted(problem.latent(), kernel, MAX_LATENT));
    }
    if (problem.rope() % 2 != 0) {
      throw new UnsupportedProblem(
          "rope is %d; %s takes even widths".formatted(problem.rope(), kernel));
    }
  }
}
