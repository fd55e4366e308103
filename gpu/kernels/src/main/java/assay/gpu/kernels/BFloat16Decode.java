package assay.gpu.kernels;

import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.LatentLayout;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;

/** What the kernels of paged decode in bf16 take; anything else is refused, not misread. */
final class BFloat16Decode {

  private static final int MAX_LATENT = 512;

  private BFloat16Decode() {}

  static void require(Problem problem, String kernel) {
    requireFormats(problem, kernel);
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

  private static void requireFormats(Problem problem, String kernel) {
    LatentLayout layout = problem.cache().layout();
    if (!(layout instanceof DenseLayout dense && dense.format() == FloatFormat.BF16)) {
      throw new UnsupportedProblem(
          "cache layout is %s; %s reads a dense one of BF16".formatted(layout, kernel));
    }
    if (problem.query().format() != FloatFormat.BF16) {
      throw new UnsupportedProblem(
          "query is in %s; %s reads BF16".formatted(problem.query().format(), kernel));
    }
  }
}
