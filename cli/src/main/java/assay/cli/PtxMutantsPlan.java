package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.mutation.PtxMutant;
import assay.gpu.mutation.PtxMutants;
import java.util.List;
import java.util.Locale;

/**
 * Which mutants of which kernel are judged.
 *
 * @param all how many the kernel has
 * @param groups how many of them look unlike each other
 */
record PtxMutantsPlan(
    KernelSource source, long seed, List<PtxMutant> mutants, int all, int groups) {

  static PtxMutantsPlan of(KernelSource source, long seed, MutantChoice choice) {
    List<PtxMutant> all = PtxMutants.of(source.ptx().text());
    return new PtxMutantsPlan(source, seed, choice.of(all, seed), all.size(), groups(all));
  }

  private static int groups(List<PtxMutant> mutants) {
    return (int) mutants.stream().map(PtxMutant::group).distinct().count();
  }

  PtxKernel kernel() {
    return PtxKernel.of(source.ptx());
  }

  /** How many are judged of how many. */
  String extent() {
    return String.format(
        Locale.ROOT,
        "%,d mutants, of %,d of %,d groups that look alike; the kernel has %,d",
        mutants.size(),
        groups(mutants),
        groups,
        all);
  }
}
