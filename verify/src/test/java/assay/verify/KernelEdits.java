package assay.verify;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.machine.Completion;

/** Bugs planted in a kernel's PTX, which one of its properties must reject. */
final class KernelEdits {

  private static final int PROBLEMS = 40;

  private KernelEdits() {}

  /** Parameter {@code index} of every entry has this value, whatever it was given. */
  static String parameter(String ptx, String type, int index, String value) {
    return ptx.replaceAll(
        "ld\\.param\\." + type + " \t(%\\w+), \\[\\w+_param_" + index + "\\];",
        "mov." + type + " \t$1, " + value + ";");
  }

  static <P> void assertRejected(KernelUnderTest<P> kernel, String property, String edited) {
    assertNotEquals(kernel.ptx(), edited);
    Subject<P> subject = kernel.subject(edited, Completion.LATEST);
    Property<P> judge =
        kernel.properties(subject).stream()
            .filter(candidate -> candidate.name().equals(property))
            .findFirst()
            .orElseThrow();
    assertTrue(
        kernel.recipes(1, PROBLEMS).stream().anyMatch(recipe -> judge.examine(recipe).failed()),
        () -> property + " accepts it");
  }
}
