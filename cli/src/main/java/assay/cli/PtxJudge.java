package assay.cli;

import assay.evidence.Outcome;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.kernels.PagedMlaDecodeVariant;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import assay.verify.Finding;
import assay.verify.Property;
import assay.verify.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs PTX on the emulator with all its checks, and holds every property of decode against it.
 *
 * @param variant whose launcher and contract the PTX has
 * @param budget instructions that a warp may execute: a mutant may loop for ever
 */
record PtxJudge(
    PagedMlaDecodeVariant variant,
    List<PtxMutantProblems.Posed> problems,
    Reference<Problem> golden,
    long budget) {

  /** How many times as long as the honest kernel a mutant may take. */
  private static final int PATIENCE = 4;

  private static final List<Completion> COMPLETIONS =
      List.of(Completion.LATEST, Completion.EARLIEST);

  /**
   * A judge who has seen how long the honest {@code kernel} takes.
   *
   * @throws IllegalArgumentException if it refuses even that
   */
  static PtxJudge of(PtxSource kernel) {
    PagedMlaDecodeVariant variant = PagedMlaDecodeVariant.of(kernel);
    List<PtxMutantProblems.Posed> problems = PtxMutantProblems.of(variant);
    Reference<Problem> golden =
        new RememberedExpectations<>(
            KernelSubject.OPERATOR.reference(),
            problems.stream().map(PtxMutantProblems.Posed::problem).toList(),
            variant.contract());
    PtxJudge judge = new PtxJudge(variant, problems, golden, 1 << 10);
    PtxVerdict verdict = judge.judge(kernel);
    while (verdict instanceof PtxVerdict.Faulted fault
        && fault.kind() == DeviceFault.Kind.TIME_LIMIT) {
      judge = new PtxJudge(variant, problems, golden, 2 * judge.budget());
      verdict = judge.judge(kernel);
    }
    if (!(verdict instanceof PtxVerdict.Survived)) {
      throw new IllegalArgumentException(
          "kernel '%s' is refused as it stands, by %s: %s"
              .formatted(kernel.name(), verdict.by(), verdict.reason()));
    }
    return new PtxJudge(variant, problems, golden, PATIENCE * judge.budget());
  }

  /** The first refusal. When copies complete matters only where there are any. */
  PtxVerdict judge(PtxSource ptx) {
    boolean copies = ptx.text().contains("cp.async");
    for (Completion completion : copies ? COMPLETIONS : COMPLETIONS.subList(0, 1)) {
      PtxVerdict verdict = judge(ptx, completion);
      if (!(verdict instanceof PtxVerdict.Survived)) {
        return verdict;
      }
    }
    return new PtxVerdict.Survived();
  }

  private PtxVerdict judge(PtxSource ptx, Completion completion) {
    Checks checks = new Checks(true, true, true, budget);
    try (Device device = new EmulatedDevice(checks, completion)) {
      Watched kernel = new Watched(variant.launcher(device, ptx));
      Subject<Problem> subject =
          new Subject<>(ptx.name(), kernel, variant.contract(), variant.batchInvariant());
      List<Property<Problem>> properties = KernelSubject.OPERATOR.properties().of(subject, golden);
      PtxVerdict verdict = hold(properties.subList(0, 1), problems, kernel);
      boolean more = verdict instanceof PtxVerdict.Survived;
      return more
          ? hold(properties.subList(1, properties.size()), problems.subList(0, 1), kernel)
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
