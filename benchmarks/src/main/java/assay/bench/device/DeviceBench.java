package assay.bench.device;

import assay.evidence.BenchmarkResult;
import assay.evidence.CaseVerdict;
import assay.evidence.Evidence;
import assay.evidence.Outcome;
import assay.gpu.device.Device;
import assay.gpu.kernels.Work;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Times Assay's kernels on a device, beside what the device can do at most, measured in the same
 * run. An answer that is not right is not timed.
 */
public final class DeviceBench {

  /** What the claim about each case says. */
  public static final String STATEMENT =
      "The answer that is timed is within its error budget of the golden model, and repetitions"
          + " give the same bits.";

  /** The claim's name. */
  public static final String PROPERTY = "timed-answer";

  private static final String COPY = "device-copy";

  /** Different inputs of one shape, taken in turn. */
  private static final int INPUTS = 3;

  /** Where inputs are when a repetition begins. */
  public enum L2 {
    /** In memory: the cache was filled with something else. */
    FLUSHED,
    /** What fits is in the cache, from the repetition before. */
    WARM
  }

  /**
   * How long each case is timed.
   *
   * @param warmups repetitions that are not counted
   * @param repetitions those that are, at least 1
   */
  public record Effort(int warmups, int repetitions) {

    public static final Effort FULL = new Effort(5, 30);
    public static final Effort QUICK = new Effort(1, 5);
  }

  /** Holds an answer against what was expected. */
  @FunctionalInterface
  public interface Judgement {
    Judged judge(Expectation expected, Result actual);
  }

  /** What came of it; headroom in units of the budgets. */
  public record Judged(
      double headroomHard, double headroomStatistical, long elements, Outcome outcome) {}

  private final Device device;
  private final DevicePlan plan;
  private final Judgement judgement;
  private final Consumer<Evidence> sink;
  private Ceilings ceilings = Ceilings.UNKNOWN;

  /**
   * @param device the caller keeps and closes it
   * @param sink takes a {@link CaseVerdict} for each case, and a {@link BenchmarkResult} for each
   *     that was timed
   */
  public DeviceBench(Device device, DevicePlan plan, Judgement judgement, Consumer<Evidence> sink) {
    this.device = device;
    this.plan = plan;
    this.judgement = judgement;
    this.sink = sink;
  }

  /**
   * Measures the ceilings, then the cases whose name is wanted.
   *
   * @throws assay.gpu.device.DeviceFault if a kernel goes wrong
   */
  public void run(Predicate<String> wanted) {
    try (DeviceTimer timer = new DeviceTimer(device, plan.effort(), plan.l2())) {
      double copied = new CopyCeiling(device, plan.copyBytes(), timer).run(this::copied);
      ceilings = new Ceilings(copied, Double.NaN);
      double product = time(DeviceCases.product(plan.productSize()), timer);
      ceilings = new Ceilings(copied, product);
      DeviceCases.decode(plan).stream()
          .filter(one -> wanted.test(one.name()))
          .forEach(one -> time(one, timer));
    }
  }

  private void copied(Timing timing, Outcome outcome) {
    Judged judged = new Judged(Double.NaN, Double.NaN, 0, outcome);
    sink.accept(verdict(COPY, timing.name(), timing.shape(), judged, System.nanoTime()));
    if (outcome instanceof Outcome.Pass) {
      sink.accept(timing.evidence(ceilings));
    }
  }

  /** Answers its FLOP per second; NaN where it was not timed. */
  private <P> double time(DeviceCase<P> one, DeviceTimer timer) {
    long began = System.nanoTime();
    List<Recording> inputs = new ArrayList<>();
    try {
      P first = one.problem().apply(0);
      inputs.add(record(one, first));
      Result part = one.part(first, inputs.getFirst().result());
      Judged judged = judgement.judge(one.expected(first), part);
      if (!(judged.outcome() instanceof Outcome.Pass)) {
        report(one, judged, began);
        return Double.NaN;
      }
      for (int i = 1; i < INPUTS; i++) {
        inputs.add(record(one, one.problem().apply(i)));
      }
      return timed(one, one.work().apply(first), judged, inputs, timer, began);
    } catch (UnsupportedProblem e) {
      Outcome notRun = new Outcome.NotRun(String.valueOf(e.getMessage()));
      report(one, new Judged(Double.NaN, Double.NaN, 0, notRun), began);
      return Double.NaN;
    } finally {
      inputs.forEach(Recording::close);
    }
  }

  private double timed(
      DeviceCase<?> one,
      Work work,
      Judged judged,
      List<Recording> inputs,
      DeviceTimer timer,
      long began) {
    inputs.forEach(Recording::spoil);
    List<Double> nanos = timer.nanos(i -> inputs.get(i % inputs.size()).repeat());
    Recording first = inputs.getFirst();
    Timing timing =
        new Timing(
            one.name(), one.shape(), plan.l2(), first.launches(), first.choice(), work, nanos);
    Judged repeated = repeated(judged, inputs);
    report(one, repeated, began);
    if (!(repeated.outcome() instanceof Outcome.Pass)) {
      return Double.NaN;
    }
    sink.accept(timing.evidence(ceilings));
    return timing.flopPerSecond();
  }

  private <P> Recording record(DeviceCase<P> one, P problem) {
    return Recording.of(
        device, on -> one.kernel().loader().load(on, one.kernel().source().ptx()), problem);
  }

  /** Inputs that were repeated at least once. */
  private Judged repeated(Judged judged, List<Recording> inputs) {
    int issued = plan.effort().warmups() + plan.effort().repetitions();
    boolean same = inputs.stream().limit(issued).allMatch(Recording::unchanged);
    Outcome outcome =
        same
            ? judged.outcome()
            : new Outcome.Fail("a repetition gives other bits than the first run", null);
    return new Judged(
        judged.headroomHard(), judged.headroomStatistical(), judged.elements(), outcome);
  }

  private void report(DeviceCase<?> one, Judged judged, long began) {
    sink.accept(
        verdict(one.kernel().operator().name().kebab(), one.name(), one.shape(), judged, began));
  }

  private static CaseVerdict verdict(
      String operator, String subject, String shape, Judged judged, long began) {
    return new CaseVerdict(
        operator,
        subject,
        PROPERTY,
        shape,
        judged.outcome(),
        judged.headroomHard(),
        judged.headroomStatistical(),
        judged.elements(),
        System.nanoTime() - began);
  }
}
