package assay.bench.device;

import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.Work;
import assay.spec.Expectation;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * One kernel at one shape.
 *
 * @param name operator and kernel, such as {@code paged-mla-decode.tensor}
 * @param shape words {@code name=value}
 * @param problem the inputs of this number: same shape, other numbers
 * @param golden what its answer is held against
 * @param sample the part of a problem whose answer is checked
 * @param sampled that part of the whole answer, given that part of the problem
 */
record DeviceCase<P>(
    String name,
    String shape,
    CommittedKernel<P> kernel,
    IntFunction<P> problem,
    Function<P, Work> work,
    Reference<P> golden,
    UnaryOperator<P> sample,
    BiFunction<P, Result, Result> sampled) {

  /** All of whose answer is checked. */
  static <P> DeviceCase<P> whole(
      String name,
      String shape,
      CommittedKernel<P> kernel,
      IntFunction<P> problem,
      Function<P, Work> work,
      Reference<P> golden) {
    return new DeviceCase<>(
        name,
        shape,
        kernel,
        problem,
        work,
        golden,
        UnaryOperator.identity(),
        (part, answer) -> answer);
  }

  /** What the checked part must be. */
  Expectation expected(P whole) {
    return golden.expect(sample.apply(whole), kernel.contract());
  }

  /** The part that is checked. */
  Result part(P whole, Result answer) {
    return sampled.apply(sample.apply(whole), answer);
  }
}
