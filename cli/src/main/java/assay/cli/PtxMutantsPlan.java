package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.mutation.PtxMutant;
import assay.gpu.mutation.PtxMutants;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which mutants of which kernel are judged.
 *
 * @param all how many the kernel has
 */
record PtxMutantsPlan(KernelSource source, long seed, List<PtxMutant> mutants, int all) {

  /**
   * @param limit how many are drawn; null for all
   */
  static PtxMutantsPlan of(KernelSource source, long seed, @Nullable Integer limit) {
    List<PtxMutant> all = PtxMutants.of(source.ptx().text());
    List<PtxMutant> chosen = limit == null ? all : PtxMutants.sample(all, seed, limit);
    return new PtxMutantsPlan(source, seed, chosen, all.size());
  }

  PtxKernel kernel() {
    return PtxKernel.of(source.ptx());
  }
}
