package assay.cli;

import assay.cli.PtxCoverage.Covered;
import assay.cli.PtxMutantProblems.Posed;
import assay.evidence.Outcome;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.SharedModules;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.mutation.PtxMutant;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import assay.verify.Finding;
import assay.verify.Property;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs PTX on the emulator with all its checks, and holds every property of decode against it.
 *
 * @param whole the kernel as it stands
 * @param entries its parts, by name
 * @param coverage problems, and what of it they execute
 * @param budget instructions that a warp may execute: a mutant may loop for ever
 * @param shared what was loaded last, on whatever device
 */
record PtxJudge(
    PtxSource whole,
    PtxKernel kernel,
    Map<String, PtxEntry> entries,
    PtxCoverage coverage,
    Reference<Problem> golden,
    long budget,
    SharedModules shared) {

  /** How many times as long as the honest kernel a mutant may take. */
  private static final int PATIENCE = 4;

  private static final long FEWEST = 1 << 14;

  private static final List<Schedule> SCHEDULES = List.of(Schedule.LATEST, Schedule.EARLIEST);

  /** The whole kernel, and one mutant on each core. */
  private static final int LOADED = 1 + 2 * Runtime.getRuntime().availableProcessors();

  /**
   * A judge who has seen how long the honest {@code kernel} takes.
   *
   * @throws IllegalArgumentException if it refuses even that
   */
  static PtxJudge of(PtxSource ptx) {
    PtxKernel kernel = PtxKernel.of(ptx);
    List<Posed> problems = PtxMutantProblems.of(kernel);
    IdentityHashMap<Problem, Problem> like = new IdentityHashMap<>();
    problems.forEach(posed -> like.put(posed.problem(), posed.like()));
    Reference<Problem> golden =
        new RememberedExpectations<>(
            kernel.golden().reference(), like, kernel.committed().contract());
    PtxJudge judge =
        new PtxJudge(
            ptx,
            kernel,
            PtxEntry.of(ptx.text()),
            PtxCoverage.of(kernel, ptx, problems),
            golden,
            FEWEST,
            new SharedModules(LOADED));
    PtxVerdict verdict = judge.judge(ptx);
    while (verdict instanceof PtxVerdict.Faulted fault
        && fault.kind() == DeviceFault.Kind.TIME_LIMIT) {
      judge = judge.withBudget(2 * judge.budget());
      verdict = judge.judge(ptx);
    }
    if (!(verdict instanceof PtxVerdict.Survived)) {
      throw new IllegalArgumentException(
          "kernel '%s' is refused as it stands, by %s: %s"
              .formatted(ptx.name(), verdict.by(), verdict.reason()));
    }
    return judge.withBudget(PATIENCE * judge.budget());
  }

  private PtxJudge withBudget(long other) {
    return new PtxJudge(whole, kernel, entries, coverage, golden, other, shared);
  }

  /** The first refusal of any PTX with the kernel's entries. */
  PtxVerdict judge(PtxSource ptx) {
    return judge(coverage.problems(), device -> kernel.load(device, ptx), SCHEDULES);
  }

  /**
   * The first refusal. Posed is what executes the damage, and rows that end behind each store only
   * to what stands behind the sums.
   */
  PtxVerdict judge(PtxMutant mutant) {
    PtxEntry entry = Objects.requireNonNull(entries.get(mutant.entry()));
    boolean tail = entry.isTail(mutant);
    List<Covered> problems =
        coverage.executing(mutant).stream().filter(one -> tail || !one.posed().forTail()).toList();
    PtxSource damaged = new PtxSource(whole.name(), mutant.applyTo(entry.alone()));
    Function<Device, Implementation<Problem>> load =
        device -> kernel.load(new DamagedEntry(device, mutant.entry(), damaged), whole);
    return problems.isEmpty()
        ? unreached(entry, load)
        : judge(problems, load, tail ? SCHEDULES.subList(0, 1) : SCHEDULES);
  }

  /** What no problem executes a law may: it changes problems, and makes numbers NaN. */
  private PtxVerdict unreached(PtxEntry entry, Function<Device, Implementation<Problem>> load) {
    List<Posed> some = forAllProperties(coverage.entering(entry));
    PtxVerdict verdict = judge(List.of(), some, load, SCHEDULES.getFirst());
    return verdict instanceof PtxVerdict.Survived ? new PtxVerdict.Unreached() : verdict;
  }

  /** The first schedule has all problems posed, the cheapest first, and every property. */
  private PtxVerdict judge(
      List<Covered> problems,
      Function<Device, Implementation<Problem>> load,
      List<Schedule> schedules) {
    List<Posed> cheapest =
        problems.stream()
            .sorted(Comparator.comparingLong(Covered::instructions))
            .map(Covered::posed)
            .toList();
    PtxVerdict verdict = judge(cheapest, forAllProperties(problems), load, schedules.getFirst());
    for (Schedule schedule : schedules.subList(1, schedules.size())) {
      if (verdict instanceof PtxVerdict.Survived) {
        List<Posed> again = first(PtxMutantProblems.FOR_EVERY_SCHEDULE, cheapest);
        verdict = judge(again, List.of(), load, schedule);
      }
    }
    return verdict;
  }

  private static List<Posed> forAllProperties(List<Covered> problems) {
    List<Posed> ordinary = problems.stream().map(Covered::posed).filter(Posed::ordinary).toList();
    return first(PtxMutantProblems.FOR_ALL_PROPERTIES, ordinary);
  }

  private static List<Posed> first(int count, List<Posed> problems) {
    return problems.subList(0, Math.min(count, problems.size()));
  }

  private PtxVerdict judge(
      List<Posed> problems,
      List<Posed> forAllProperties,
      Function<Device, Implementation<Problem>> load,
      Schedule schedule) {
    Checks checks = new Checks(true, true, true, budget);
    try (Device device = new EmulatedDevice(checks, schedule, shared)) {
      Watched watched = new Watched(load.apply(device));
      List<Property<Problem>> properties =
          kernel.golden().properties().of(kernel.subject(whole.name(), watched), golden);
      PtxVerdict verdict = hold(properties.subList(0, 1), problems, watched);
      return verdict instanceof PtxVerdict.Survived
          ? hold(properties.subList(1, properties.size()), forAllProperties, watched)
          : verdict;
    } catch (InvalidModule e) {
      return new PtxVerdict.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static PtxVerdict hold(
      List<Property<Problem>> properties, List<Posed> problems, Watched kernel) {
    for (Posed posed : problems) {
      for (Property<Problem> property : properties) {
        Finding finding = property.examine(posed.problem(), posed.recipe().seed());
        String problem = posed.recipe().toString();
        if (kernel.fault != null) {
          DeviceFault fault = kernel.fault;
          return new PtxVerdict.Faulted(fault.kind(), String.valueOf(fault.getMessage()), problem);
        }
        switch (finding.outcome()) {
          case Outcome.Fail(String reason, var worst) -> {
            return new PtxVerdict.Rejected(property.name(), reason, problem);
          }
          case Outcome.NotRun(String reason) -> {
            return new PtxVerdict.Rejected(property.name(), reason, problem);
          }
          case Outcome.Pass() -> {}
        }
      }
    }
    return new PtxVerdict.Survived();
  }

  /** Keeps the fault of a run, which a property makes a failure like any other. */
  private static final class Watched implements Implementation<Problem> {
    private final Implementation<Problem> kernel;
    private @Nullable DeviceFault fault;

    Watched(Implementation<Problem> kernel) {
      this.kernel = kernel;
    }

    @Override
    public Result run(Problem problem) {
      try {
        return kernel.run(problem);
      } catch (DeviceFault e) {
        fault = e;
        throw e;
      }
    }
  }
}
