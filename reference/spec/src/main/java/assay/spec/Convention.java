package assay.spec;

import java.util.Optional;

/**
 * In what a project's attention differs from others without computing anything else.
 *
 * @param name project and part of it
 * @param lse how it writes a lse; empty where it returns none
 * @param scale where the softmax scale comes from by default
 * @param pairing of roped features, in the query and the cached key
 * @param concat order of a query's and a key's features
 * @param invalidIndex which sparse indices stand for no key; empty where there are none, or where
 *     its source does not say
 * @param source where this is stated
 */
public record Convention(
    String name,
    Optional<LseConvention> lse,
    SoftmaxScale scale,
    RopePairing pairing,
    ConcatOrder concat,
    Optional<InvalidIndexRule> invalidIndex,
    String source) {

  /** What every operator here takes and returns. */
  public static final Convention CANONICAL =
      new Convention(
          "Assay",
          Optional.of(LseConvention.CANONICAL),
          SoftmaxScale.ARGUMENT,
          RopePairing.INTERLEAVED,
          ConcatOrder.NOPE_ROPE,
          Optional.empty(),
          "package assay.spec");
}
