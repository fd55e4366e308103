package assay.verify;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel;
import assay.spec.Implementation;
import assay.spec.MlaLayer;
import assay.spec.Model;
import assay.spec.TokenSchedule;
import assay.spec.UnsupportedProblem;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A kernel on an emulator with every check, and problems of models' heads and widths in formats
 * that it takes.
 *
 * @param seed of its problems
 */
record KernelAtModels<P>(
    EmulatedDevice emulator, Subject<P> subject, GoldenOperator<P> golden, long seed) {

  /** Problems drawn, at most, until the kernel takes one. */
  private static final int DRAWS = 400;

  /** What is drawn at its widths is small. */
  private static final Model SMALL = Model.MINICPM3;

  /** Of a layer, in place of the model's. */
  private static final int HIDDEN = 64;

  private static final String PLAIN_DECODE = "paged-mla-decode plain";

  private static final int[][] STEPS = {{3, 1}, {2, 1, 1}};

  /** With {@code ptx} in place of its own. */
  @SuppressWarnings("unchecked") // the operator's problems are P
  static <P> KernelAtModels<P> of(CommittedKernel<P> kernel, PtxSource ptx) {
    EmulatedDevice emulator = new EmulatedDevice(Checks.ALL);
    Implementation<P> loaded = kernel.loader().load(emulator, ptx);
    String name = kernel.operator().name().kebab() + " " + kernel.word();
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(kernel.operator());
    long seed =
        LongStream.range(0, DRAWS)
            .filter(one -> takes(loaded, draw(golden, name, SMALL, one)))
            .findFirst()
            .orElseThrow();
    Subject<P> subject = new Subject<>(name, loaded, kernel.contract(), kernel.batchInvariant());
    return new KernelAtModels<>(emulator, subject, golden, seed);
  }

  /** Of this model. */
  P problem(Model model) {
    P problem = draw(golden, subject.name(), model, seed);
    if (!takes(subject.implementation(), problem)) {
      throw new AssertionError(this + " does not take " + model.name());
    }
    return problem;
  }

  boolean isLayer() {
    return isLayer(golden);
  }

  private static boolean isLayer(GoldenOperator<?> golden) {
    return golden.operator().equals(MlaLayer.OPERATOR);
  }

  List<Property<P>> properties() {
    return golden.properties().of(subject, golden.reference());
  }

  /** Under this schedule. */
  Finding examine(Property<P> property, P problem, Schedule schedule) {
    emulator.follow(schedule);
    return property.examine(problem, schedule.seed());
  }

  @Override
  public String toString() {
    return subject.name();
  }

  /** Fewer keys for the plain decode, which takes longest, and a layer of a smaller hidden size. */
  @SuppressWarnings("unchecked") // the problems of that operator
  private static <P> P draw(GoldenOperator<P> golden, String kernel, Model model, long seed) {
    if (isLayer(golden)) {
      return (P) MlaLayerProblems.like(model, HIDDEN, new TokenSchedule(STEPS), seed);
    }
    return kernel.equals(PLAIN_DECODE)
        ? (P) PagedMlaDecodeProblems.like(model, seed, 16, 37, 5)
        : golden.like().draw(model, seed);
  }

  private static <P> boolean takes(Implementation<P> kernel, P problem) {
    try {
      kernel.run(problem);
      return true;
    } catch (UnsupportedProblem e) {
      return false;
    }
  }
}
