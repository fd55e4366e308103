package assay.verify.rival;

import java.util.Optional;

/** When a project takes an output for right. */
public sealed interface Rule
    permits Close,
        Either,
        CosineDifference,
        Cosine,
        MaxAndMean,
        MeanError,
        NormError,
        Finite,
        Nothing,
        Every,
        CacheSlots,
        Projected {

  /** Why the output is refused, one clause; empty where it is accepted. */
  Optional<String> objection(Sample sample);

  /** As a formula, x the expected and y the actual output. */
  String formula();
}
