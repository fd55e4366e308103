package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.Profile;
import assay.gpu.emulator.machine.InstructionClass;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.emulator.machine.Tally;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Kernels of attention read whole sectors, and meet no bank of shared memory twice. */
final class AttentionTrafficTest {

  private static final Set<InstructionClass> READING =
      Set.of(InstructionClass.LOAD_GLOBAL, InstructionClass.COPY);

  @Test
  void sparseMlaDecode_readsNoSectorInVain() {
    assertTight(KernelUnderTest.SPARSE_MLA_DECODE, KernelProblems.sparse(16, 200));
    assertTight(KernelUnderTest.SPARSE_MLA_DECODE, KernelProblems.sparse(64, 200));
  }

  @Test
  void mhaDecode_readsNoSectorInVain() {
    assertTight(KernelUnderTest.MHA_DECODE, KernelProblems.mha(4, 4, 192, 128, 200));
    assertTight(KernelUnderTest.MHA_DECODE, KernelProblems.mha(16, 1, 576, 512, 200));
  }

  @Test
  void mlaPrefill_readsNoSectorInVain() {
    assertTight(KernelUnderTest.MLA_PREFILL, KernelProblems.prefill(1, 192, 128, 200));
    assertTight(KernelUnderTest.MLA_PREFILL, KernelProblems.prefill(1, 256, 256, 100));
  }

  /** The figures of a kernel whose rows begin in the middle of a sector show it. */
  @Test
  void rowsOfOddWidth_needMoreSectors() {
    List<Tally> reads =
        reads(profile(KernelUnderTest.MHA_DECODE, KernelProblems.mha(4, 4, 25, 25, 200)));
    assertTrue(sum(reads, Tally::sectors) > sum(reads, Tally::leastSectors));
  }

  private static <P> void assertTight(KernelUnderTest<P> kernel, P problem) {
    Profile profile = profile(kernel, problem);
    List<Tally> reads = reads(profile);
    assertEquals(sum(reads, Tally::leastSectors), sum(reads, Tally::sectors));
    assertEquals(1, profile.bankConflicts());
  }

  private static <P> Profile profile(KernelUnderTest<P> kernel, P problem) {
    try (EmulatedDevice device = EmulatedDevice.profiling(Checks.ALL, Schedule.LATEST)) {
      PtxSource ptx = new PtxSource(kernel.stem(), kernel.ptx());
      kernel.launcher().load(device, ptx).run(problem);
      return device.profile();
    }
  }

  private static List<Tally> reads(Profile profile) {
    return profile.tallies().stream().filter(tally -> READING.contains(tally.kind())).toList();
  }

  private static long sum(List<Tally> tallies, ToLongFunction<Tally> figure) {
    return tallies.stream().mapToLong(figure).sum();
  }
}
