package assay.cli;

import assay.gpu.mutation.PtxMutant;
import assay.gpu.mutation.PtxMutants;
import java.util.List;

/** Which of a kernel's mutants are judged. */
sealed interface MutantChoice {

  List<PtxMutant> of(List<PtxMutant> mutants, long seed);

  /** Every one. */
  record All() implements MutantChoice {
    @Override
    public List<PtxMutant> of(List<PtxMutant> mutants, long seed) {
      return mutants;
    }
  }

  /** So many of each group of those that look alike; drawn, where it has more. */
  record OfEachGroup(int count) implements MutantChoice {
    public OfEachGroup {
      if (count < 1) {
        throw new IllegalArgumentException("each is " + count + "; it must be at least 1");
      }
    }

    @Override
    public List<PtxMutant> of(List<PtxMutant> mutants, long seed) {
      return PtxMutants.ofEachGroup(mutants, seed, count);
    }
  }

  /** So many of all, drawn. */
  record Drawn(int count) implements MutantChoice {
    public Drawn {
      if (count < 0) {
        throw new IllegalArgumentException("limit is " + count + "; it must not be negative");
      }
    }

    @Override
    public List<PtxMutant> of(List<PtxMutant> mutants, long seed) {
      return PtxMutants.sample(mutants, seed, count);
    }
  }
}
