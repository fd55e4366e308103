package assay.cli;

import assay.evidence.Outcome;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import assay.verify.Finding;
import assay.verify.Property;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs PTX on the emulator with all its checks, and holds every property of decode against it.
 *
 * @param kernel whose place the PTX takes
 * @param budget instructions that a warp may execute: a mutant may loop for ever
 */
record PtxJudge(
    PtxKernel kernel,
    List<PtxMutantProblems.Posed> problems,
    Reference<Problem> golden,
    long budget) {

  /** How many times as long as the honest kernel a mutant may take. */
  private static final int PATIENCE = 4;

  private static final long FEWEST = 1 << 14;

  private static final List<Schedule> SCHEDULES = List.of(Schedule.LATEST, Schedule.EARLIEST);

  /**
   * A judge who has seen how long the honest {@code kernel} takes.
   *
   * @throws IllegalArgumentException if it refuses even that
   */
  static PtxJudge of(PtxSource ptx) {
    PtxKernel kernel = PtxKernel.of(ptx);
    List<PtxMutantProblems.Posed> problems = PtxMutantProblems.of(kernel);
    Reference<Problem> golden =
        new RememberedExpectations<>(
            kernel.golden().reference(),
            problems.stream().map(PtxMutantProblems.Posed::problem).toList(),
            kernel.committed().contract());
    PtxJudge judge = new PtxJudge(kernel, problems, golden, FEWEST);
    PtxVerdict verdict = judge.judge(ptx);
    while (verdict instanceof PtxVerdict.Faulted fault
        && fault.kind() == DeviceFault.Kind.TIME_LIMIT) {
      judge = new PtxJudge(kernel, problems, golden, 2 * judge.budget());
      verdict = judge.judge(ptx);
    }
    if (!(verdict instanceof PtxVerdict.Survived)) {
      throw new IllegalArgumentException(
          "kernel '%s' is refused as it stands, by %s: %s"
              .formatted(ptx.name(), verdict.by(), verdict.reason()));
    }
    return new PtxJudge(kernel, problems, golden, PATIENCE * judge.budget());
  }

  /** The first refusal. When copies complete matters only where there are any. */
  PtxVerdict judge(PtxSource ptx) {
    boolean copies = ptx.text().contains("cp.async");
    for (Schedule schedule : copies ? SCHEDULES : SCHEDULES.subList(0, 1)) {
      PtxVerdict verdict = judge(ptx, schedule);
      if (!(verdict instanceof PtxVerdict.Survived)) {
        return verdict;
      }
    }
    return new PtxVerdict.Survived();
  }

  private PtxVerdict judge(PtxSource ptx, Schedule schedule) {
    Checks checks = new Checks(true, true, true, budget);
    try (Device device = new EmulatedDevice(checks, schedule)) {
      Watched watched = new Watched(kernel.load(device, ptx));
      List<Property<Problem>> properties =
          kernel.golden().properties().of(kernel.subject(ptx.name(), watched), golden);
      PtxVerdict verdict = hold(properties.subList(0, 1), problems, watched);
      boolean more = verdict instanceof PtxVerdict.Survived;
      return more
          ? hold(
              properties.subList(1, properties.size()),
              problems.subList(0, PtxMutantProblems.FOR_ALL_PROPERTIES),
              watched)
          : verdict;
    } catch (InvalidModule e) {
      return new PtxVerdict.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static PtxVerdict hold(
      List<Property<Problem>> properties, List<PtxMutantProblems.Posed> problems, Watched kernel) {
    for (PtxMutantProblems.Posed posed : problems) {
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
