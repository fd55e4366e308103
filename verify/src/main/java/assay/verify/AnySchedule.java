package assay.verify;

import assay.evidence.Outcome;
import assay.spec.Result;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * That a kernel's result depends on its problem alone, not on what a GPU leaves open: the order of
 * its blocks, warps and lanes, and when its asynchronous copies complete.
 *
 * <p>Only a device whose order can be chosen can be asked.
 */
public final class AnySchedule {

  /** Of the property. */
  public static final String NAME = "any-schedule";

  /** How many seeded schedules are tried on one problem, besides the extremes. */
  private static final int SEEDS = 2;

  private AnySchedule() {}

  /**
   * A kernel on a device that can be told its schedule.
   *
   * @param <P> the operator's problem
   */
  @FunctionalInterface
  public interface Scheduled<P> {

    /** Runs the kernel under each schedule, by the name that repeats it. */
    List<Result> run(P problem, List<String> schedules);
  }

  /**
   * The property, as held by {@code kernel}.
   *
   * @param extremes names of schedules that every problem is run under; the first is what the
   *     others are held against
   * @param seeded the name of the schedule of a seed
   */
  public static <P> Property<P> property(
      Scheduled<P> kernel, List<String> extremes, LongFunction<String> seeded) {
    return new Property<P>(
            NAME,
            "The order of blocks, warps, lanes and copies does not matter.",
            (problem, seed) -> {
              Stream<String> seeds =
                  LongStream.range(0, SEEDS).map(i -> SEEDS * seed + i).mapToObj(seeded);
              return agree(kernel, problem, Stream.concat(extremes.stream(), seeds).toList());
            })
        .oneIn(4);
  }

  private static <P> Finding agree(Scheduled<P> kernel, P problem, List<String> schedules) {
    List<Result> results = kernel.run(problem, schedules);
    for (int i = 1; i < results.size(); i++) {
      Finding finding = Checks.sameBits(results.getFirst(), results.get(i));
      if (finding.outcome() instanceof Outcome.Fail(String reason, var worst)) {
        String under =
            "schedule %s gives other bits than %s: %s"
                .formatted(schedules.get(i), schedules.getFirst(), reason);
        return new Finding(
            new Outcome.Fail(under, worst),
            finding.headroomHard(),
            finding.headroomStatistical(),
            finding.elements(),
            finding.mismatch());
      }
    }
    return Finding.held();
  }
}
