package assay.verify.diagnosis;

import assay.spec.AbsorbQuery;
import assay.spec.AppendLatentCache;
import assay.spec.CombineSplits;
import assay.spec.DecompressHeads;
import assay.spec.MhaDecode;
import assay.spec.MlaLayer;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import assay.spec.SparseMlaDecode;
import assay.spec.UnabsorbOutput;
import assay.verify.GoldenOperator;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every operator's hypotheses, the likelier of two that explain the same first. */
final class Hypotheses {

  private static final List<Altered> ATTENTION =
      Stream.of(
              ScoreHypotheses.all(),
              MaskHypotheses.all(),
              AddressHypotheses.all(),
              TableHypotheses.all(),
              TileHypotheses.all(),
              SumHypotheses.all(),
              RoundedHypotheses.all(),
              Fp8Hypotheses.all())
          .flatMap(List::stream)
          .toList();

  private static final List<ProductHypotheses.Wrong> PRODUCTS = ProductHypotheses.all();

  private Hypotheses() {}

  /** Those of {@code operator}, some of them with a number that is read off {@code sample}. */
  static <P> List<Hypothesis<P>> of(GoldenOperator<P> operator, Sample<P> sample) {
    List<Hypothesis<P>> all = new ArrayList<>();
    Optional<AttentionProblem> attention = attention(sample.problem());
    if (attention.isPresent()) {
      List<Altered> altered = new ArrayList<>(ATTENTION);
      if (sample.problem() instanceof SparseMlaDecode.Problem) {
        altered.addAll(0, SparseHypotheses.all());
      }
      altered.addAll(Fitted.scales(sample, attention.get()));
      Map<P, Optional<AttentionProblem>> known = new IdentityHashMap<>();
      altered.forEach(a ->
          all.add(
              new Hypothesis<>(
                  a.kind(),
                  a.title(),
                  p -> known.computeIfAbsent(p, Hypotheses::attention).map(a.steps()::run))));
    } else if (product(sample.problem()).isPresent()) {
      PRODUCTS.forEach(wrong ->
          all.add(
              new Hypothesis<>(
                  wrong.kind(), wrong.title(), p -> product(p).map(wrong.steps()::run))));
    } else {
      all.addAll(others(sample.problem()));
    }
    all.addAll(Fitted.constants(sample, operator.reference()::run, usual(sample.problem())));
    return all;
  }

  /** What a mistake of the operator most often is. */
  static BugClass usual(Object problem) {
    return switch (problem) {
      case RmsNorm.Problem p -> BugClass.NORM;
      case RotaryEmbedding.Problem p -> BugClass.ROPE;
      case CombineSplits.Problem p -> BugClass.LSE;
      case AppendLatentCache.Problem p -> BugClass.FP8;
      case SparseMlaDecode.Problem p -> BugClass.SPARSE;
      case PagedMlaDecode.Problem p -> BugClass.SOFTMAX;
      case MhaDecode.Problem p -> BugClass.SOFTMAX;
      case MlaPrefill.Problem p -> BugClass.SOFTMAX;
      default -> BugClass.PRODUCT;
    };
  }

  /** Empty where the problem is none of attention. */
  static Optional<AttentionProblem> attention(Object problem) {
    return switch (problem) {
      case PagedMlaDecode.Problem p -> Optional.of(LatentProblem.of(p));
      case SparseMlaDecode.Problem p -> Optional.of(LatentProblem.of(p));
      case MhaDecode.Problem p -> Optional.of(HeadedProblem.of(p));
      case MlaPrefill.Problem p -> Optional.of(HeadedProblem.of(p));
      default -> Optional.empty();
    };
  }

  static Optional<ProductProblem> product(Object problem) {
    return switch (problem) {
      case Projection.Problem p -> Optional.of(ProductProblem.of(p));
      case AbsorbQuery.Problem p -> Optional.of(ProductProblem.of(p));
      case UnabsorbOutput.Problem p -> Optional.of(ProductProblem.of(p));
      case DecompressHeads.Problem p -> Optional.of(ProductProblem.of(p));
      default -> Optional.empty();
    };
  }

  /** Multiplications that one evaluation takes, about. */
  static long work(Object problem) {
    return attention(problem)
        .map(AttentionProblem::work)
        .or(() -> product(problem).map(ProductProblem::work))
        .orElse(0L);
  }

  private static <P> List<Hypothesis<P>> others(P problem) {
    return switch (problem) {
      case CombineSplits.Problem p -> typed(CombineSplits.Problem.class, MergeHypotheses.all());
      case RmsNorm.Problem p -> typed(RmsNorm.Problem.class, NormHypotheses.all());
      case RotaryEmbedding.Problem p ->
          typed(RotaryEmbedding.Problem.class, RotationHypotheses.all());
      case AppendLatentCache.Problem p ->
          typed(AppendLatentCache.Problem.class, CacheHypotheses.all());
      case MlaLayer.Problem p -> typed(MlaLayer.Problem.class, LayerHypotheses.all());
      default -> List.of();
    };
  }

  private static <P, Q> List<Hypothesis<P>> typed(Class<Q> type, List<Hypothesis<Q>> all) {
    return all.stream()
        .map(h -> new Hypothesis<P>(h.kind(), h.title(), p -> h.result().apply(type.cast(p))))
        .toList();
  }
}
