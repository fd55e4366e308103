package assay.verify.diagnosis;

import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache;
import assay.spec.LatentLayout;
import assay.spec.PagedMlaDecode;
import assay.spec.ProjectionWeights;
import assay.spec.SparseMlaDecode;

/** Whether a problem holds codes of 8 bits. */
final class Eight {

  private Eight() {}

  static boolean bits(Object problem) {
    return switch (problem) {
      case PagedMlaDecode.Problem p -> bits(p.cache().layout());
      case SparseMlaDecode.Problem p -> bits(p.cache().layout());
      case AppendLatentCache.Problem p -> bits(p.layout());
      default ->
          Hypotheses.product(problem)
              .map(p -> p.weights() instanceof ProjectionWeights.BlockScaled)
              .orElse(false);
    };
  }

  private static boolean bits(LatentLayout layout) {
    return layout.latentFormat() == FloatFormat.FP8_E4M3;
  }
}
