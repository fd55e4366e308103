package assay.verify;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.Checks;
import assay.gpu.emulator.machine.Completion;
import assay.spec.Implementation;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decode over chosen slots in FP8 under scales, on the emulator: every property, and bugs. */
final class SparseMlaDecodeFp8KernelTest extends SparseMlaDecodeKernelContract {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.SPARSE_MLA_DECODE_FP8;

  /** Of 512 latents and 64 roped features. */
  private static final int TOKEN_BYTES = 656;

  private static final int SECOND_SCALE = 516;

  @Override
  KernelUnderTest<Problem> kernel() {
    return KERNEL;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 65})
  void anyNumberOfHeads_overListsThatAreSplit(int heads) {
    KernelAgreement.assertWithinBudget(KERNEL, KernelProblems.sparseFp8(heads, 300));
  }

  @Test
  void otherFormats_areRefused() {
    KernelAgreement.assertRefusesTheRest(
        KERNEL, seed -> SparseMlaDecodeProblems.small(new Drawing(seed)));
  }

  /** Of 16 slots the 3 first are listed. */
  @Test
  void aScaleThatIsNoPowerOfTwo_isRefused_whereItsSlotIsListed() {
    Implementation<Problem> kernel = KERNEL.run(KERNEL.ptx(), Checks.ALL, Completion.LATEST);
    Problem problem = KernelProblems.sparseFp8(1, 3);
    MemorySegment pool = problem.cache().bytes();
    setSecondScale(pool, 3);
    kernel.run(problem);
    setSecondScale(pool, 2);
    String reason = assertThrows(UnsupportedProblem.class, () -> kernel.run(problem)).getMessage();
    assertTrue(String.valueOf(reason).contains("no power of two"), reason);
  }

  private static void setSecondScale(MemorySegment pool, int slot) {
    pool.set(ValueLayout.JAVA_FLOAT_UNALIGNED, (long) slot * TOKEN_BYTES + SECOND_SCALE, 0.75f);
  }

  /** Every key is half as large. */
  @Test
  void aFactorThatIsHalf_isRejected() {
    KernelEdits.assertRejected(
        KERNEL, "within-budget", KERNEL.ptx().replace("2072017792", "2063629056"));
  }
}
