package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.jcuda.AssembledEntry;
import assay.gpu.jcuda.PtxAssembler;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.KernelSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every committed kernel assembles for every architecture, without spills. */
class CommittedPtxAssemblyTest {

  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_90", "sm_90a"})
  void committedPtx_assemblesWithoutSpills(String arch) {
    for (String stem : committed()) {
      KernelSource kernel = KernelSource.committed(stem);
      for (AssembledEntry entry : PtxAssembler.assemble(kernel.ptx(), arch).entries()) {
        assertTrue(entry.registers() > 0, entry::toString);
        assertEquals(0, entry.spillStoreBytes() + entry.spillLoadBytes(), entry::toString);
        assertEquals(0, entry.stackBytes(), entry::toString);
      }
    }
  }

  private static List<String> committed() {
    List<String> stems =
        CommittedKernel.ALL.stream().map(CommittedKernel::stem).distinct().toList();
    assertFalse(stems.isEmpty());
    return stems;
  }
}
