package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.Checks;
import assay.gpu.emulator.machine.Completion;
import assay.spec.Implementation;
import assay.spec.Model;
import assay.spec.UnsupportedProblem;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** A kernel against the golden model, on the emulator with every check. */
final class KernelAgreement {

  private static final int REFUSED = 40;

  private KernelAgreement() {}

  /** On a problem with a model's heads and widths. */
  static <P> void assertAt(KernelUnderTest<P> kernel, Model model) {
    P problem =
        LongStream.iterate(1, seed -> seed + 1)
            .mapToObj(seed -> kernel.golden().like().draw(model, seed))
            .filter(kernel.takes())
            .findFirst()
            .orElseThrow();
    assertWithinBudget(kernel, problem);
  }

  /** What it has no path for is refused in a sentence, not misread. */
  static <P> void assertRefusesTheRest(KernelUnderTest<P> kernel) {
    assertRefusesTheRest(kernel, kernel.golden()::small);
  }

  /** The same of problems that are drawn from elsewhere. */
  static <P> void assertRefusesTheRest(KernelUnderTest<P> kernel, LongFunction<P> small) {
    Implementation<P> run = kernel.run(kernel.ptx(), Checks.ALL, Completion.LATEST);
    List<P> rest =
        LongStream.range(0, REFUSED)
            .mapToObj(small)
            .filter(problem -> !kernel.takes().test(problem))
            .toList();
    assertFalse(rest.isEmpty());
    for (P problem : rest) {
      String reason = assertThrows(UnsupportedProblem.class, () -> run.run(problem)).getMessage();
      assertTrue(String.valueOf(reason).contains("; " + kernel.stem() + " reads "), reason);
    }
  }

  static <P> void assertWithinBudget(KernelUnderTest<P> kernel, P problem) {
    for (Completion completion : Completion.values()) {
      Subject<P> subject = kernel.subject(kernel.ptx(), completion);
      Comparison comparison =
          Judge.compare(
              kernel.golden().reference().expect(problem, kernel.contract()),
              subject.implementation().run(problem));
      assertTrue(comparison.withinBudget(), comparison::toString);
    }
  }
}
