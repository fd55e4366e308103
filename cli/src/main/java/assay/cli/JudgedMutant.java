package assay.cli;

import assay.evidence.Fate;
import assay.evidence.MutantVerdict;
import assay.gpu.mutation.PtxMutant;
import assay.spec.PagedMlaDecode;
import java.util.Optional;

/**
 * A mutant and what became of it.
 *
 * @param argued why it is said to be equivalent, where it is
 */
record JudgedMutant(
    PtxMutant mutant, PtxVerdict verdict, Optional<String> argued, long elapsedNanos) {

  /** Whether it is said to be equivalent, and is not. */
  boolean overclaimed() {
    return argued.isPresent() && fate() == Fate.KILLED;
  }

  Fate fate() {
    return switch (verdict) {
      case PtxVerdict.Refused refused -> Fate.KILLED;
      case PtxVerdict.Faulted faulted -> Fate.KILLED;
      case PtxVerdict.Rejected rejected -> Fate.KILLED;
      case PtxVerdict.Equivalent equivalent -> Fate.EQUIVALENT;
      case PtxVerdict.Unreached unreached -> Fate.SURVIVED;
      case PtxVerdict.Survived survived -> Fate.SURVIVED;
    };
  }

  /** PTX line, CUDA line, and what was done. */
  String title() {
    String source = mutant.source().map(place -> " (" + place + ")").orElse("");
    String after = mutant.after().isEmpty() ? "nothing" : mutant.after();
    return "line %d%s: %s => %s".formatted(mutant.line(), source, mutant.before(), after);
  }

  MutantVerdict evidence() {
    boolean killed = fate() == Fate.KILLED;
    String reason = verdict.reason();
    return new MutantVerdict(
        mutant.id(),
        mutant.kind().word(),
        title(),
        PagedMlaDecode.OPERATOR.name().kebab(),
        "assay",
        "aimed",
        fate(),
        killed ? verdict.by() + ": " + reason : reason,
        verdict.problem(),
        1,
        killed ? 1 : 0,
        elapsedNanos);
  }
}
