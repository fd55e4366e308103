package assay.gpu.kernels;

import assay.spec.Implementation;
import java.util.Optional;

/**
 * A launcher with several entries for one operator, which says which it takes.
 *
 * @param <P> the operator's problem
 */
public interface ChoosingKernel<P> extends Implementation<P> {

  /**
   * What {@link #run} launches.
   *
   * @throws assay.spec.UnsupportedProblem if it has no entry for the problem
   */
  KernelChoice choose(P problem);

  /** The same of any kernel; nothing of one that has no choice. */
  static <P> Optional<KernelChoice> choice(Implementation<P> kernel, P problem) {
    return kernel instanceof ChoosingKernel<P> choosing
        ? Optional.of(choosing.choose(problem))
        : Optional.empty();
  }
}
