package assay.gpu.kernels;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.LatentLayout;
import assay.spec.UnsupportedProblem;

/** What kernels that read bf16 take; anything else is refused, not misread. */
final class BFloat16Inputs {

  private BFloat16Inputs() {}

  static void require(String argument, Elements elements, String kernel) {
    if (elements.format() != FloatFormat.BF16) {
      throw new UnsupportedProblem(
          "%s is in %s; %s reads BF16".formatted(argument, elements.format(), kernel));
    }
  }

  static void require(LatentLayout layout, String kernel) {
    if (!(layout instanceof DenseLayout dense && dense.format() == FloatFormat.BF16)) {
      throw new UnsupportedProblem(
          "cache layout is %s; %s reads a dense one of BF16".formatted(layout, kernel));
    }
  }

  static void requireAtMost(String argument, int width, int most, String kernel) {
    if (width > most) {
      throw new UnsupportedProblem(
          "%s is %d; %s takes up to %d".formatted(argument, width, kernel, most));
    }
  }
}
