package assay.verify.diagnosis;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import assay.verify.GoldenOperator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every operator's hypotheses, the likelier of two that explain the same first. */
final class Hypotheses {

  /** An evaluation may take this many multiplications; a larger problem is left to others. */
  private static final long MOST_WORK = 1L << 25;

  private static final List<Altered> ATTENTION =
      Stream.of(
              ScoreHypotheses.all(),
              MaskHypotheses.all(),
              AddressHypotheses.all(),
              SumHypotheses.all(),
              Fp8Hypotheses.all())
          .flatMap(List::stream)
          .toList();

  private Hypotheses() {}

  /** Those of {@code operator}; a problem is of that operator's type. */
  static <P> List<Hypothesis<P>> of(GoldenOperator<P> operator) {
    return switch (operator.operator()) {
      case PagedMlaDecode o -> attention(PagedMlaDecode.Problem.class, LatentProblem::of);
      case SparseMlaDecode o -> attention(SparseMlaDecode.Problem.class, LatentProblem::of);
      case MhaDecode o -> attention(MhaDecode.Problem.class, HeadedProblem::of);
      case MlaPrefill o -> attention(MlaPrefill.Problem.class, HeadedProblem::of);
      default -> List.of();
    };
  }

  private static <P, Q> List<Hypothesis<P>> attention(
      Class<Q> type, Function<Q, AttentionProblem> view) {
    return ATTENTION.stream()
        .map(altered ->
            new Hypothesis<P>(
                altered.kind(),
                altered.title(),
                problem ->
                    Optional.of(view.apply(type.cast(problem)))
                        .filter(attention -> attention.work() <= MOST_WORK)
                        .map(altered.steps()::run)))
        .toList();
  }
}
