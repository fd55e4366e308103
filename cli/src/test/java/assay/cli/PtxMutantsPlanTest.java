package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.gpu.mutation.PtxMutant;
import org.junit.jupiter.api.Test;

/** How many mutants are judged, and what a plan says of it. */
final class PtxMutantsPlanTest {

  private static final KernelSource PLAIN = KernelSource.committed(PagedMlaDecodeKernel.ENTRY);

  private static PtxMutantsPlan plan(MutantChoice choice) {
    return PtxMutantsPlan.of(PLAIN, 1, choice);
  }

  @Test
  void oneOfEachGroup() {
    PtxMutantsPlan plan = plan(new MutantChoice.OfEachGroup(1));
    assertEquals(plan.groups(), plan.mutants().size());
    assertEquals(plan.groups(), plan.mutants().stream().map(PtxMutant::group).distinct().count());
  }

  @Test
  void all() {
    PtxMutantsPlan plan = plan(new MutantChoice.All());
    assertEquals(plan.all(), plan.mutants().size());
    assertEquals(
        "%1$,d mutants, of %2$,d of %2$,d groups that look alike; the kernel has %1$,d"
            .formatted(plan.all(), plan.groups()),
        plan.extent());
  }

  @Test
  void drawn() {
    PtxMutantsPlan plan = plan(new MutantChoice.Drawn(1));
    assertEquals(
        "1 mutants, of 1 of %,d groups that look alike; the kernel has %,d"
            .formatted(plan.groups(), plan.all()),
        plan.extent());
  }
}
