package assay.verify.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.AbsorbQuery;
import assay.spec.AppendLatentCache;
import assay.spec.DecompressHeads;
import assay.spec.Expectation;
import assay.spec.MhaDecode;
import assay.spec.MlaLayer;
import assay.spec.MlaPrefill;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.UnabsorbOutput;
import assay.verify.Comparison;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Judge;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Steps as they stand give the golden result; an altered one does not. */
class StepsTest {

  private static final List<Operator> OPERATORS =
      List.of(
          PagedMlaDecode.OPERATOR,
          SparseMlaDecode.OPERATOR,
          MhaDecode.OPERATOR,
          MlaPrefill.OPERATOR,
          Projection.OPERATOR,
          AbsorbQuery.OPERATOR,
          UnabsorbOutput.OPERATOR,
          DecompressHeads.OPERATOR,
          MlaLayer.OPERATOR,
          AppendLatentCache.OPERATOR);

  @Test
  void unaltered_theyAgreeWithTheGoldenModel() {
    OPERATORS.forEach(operator -> agrees(GoldenOperators.of(operator)));
  }

  @Test
  void titlesAreUnique() {
    Set<String> titles = new HashSet<>();
    hypotheses(GoldenOperators.pagedMlaDecode(), 2)
        .forEach(h -> assertTrue(titles.add(h.title()), h.title()));
  }

  private static <P> void agrees(GoldenOperator<P> operator) {
    for (long seed = 0; seed < 10; seed++) {
      P problem = operator.small(seed);
      Result steps = unaltered(problem);
      Expectation golden = operator.reference().expect(problem, NumericContract.BINARY64);
      Comparison comparison = Judge.compare(golden, steps);
      assertTrue(
          comparison.headroomHard() <= 2,
          () -> operator.operator().name() + " " + comparison.worst());
    }
  }

  private static Result unaltered(Object problem) {
    if (problem instanceof MlaLayer.Problem layer) {
      return new LayerSteps().run(layer);
    }
    if (problem instanceof AppendLatentCache.Problem cache) {
      return new CacheSteps().run(cache);
    }
    Optional<Result> attention = Hypotheses.attention(problem).map(new AttentionSteps()::run);
    return attention
        .or(() -> Hypotheses.product(problem).map(new ProductSteps()::run))
        .orElseThrow();
  }

  @Test
  void alteredSteps_doNotAgree() {
    PagedMlaDecode.Problem problem =
        PagedMlaDecodeRecipe.parse("heads=2 latent=16 rope=8 lengths=9,20 page=4 scale=0.2")
            .problem();
    Expectation golden =
        GoldenOperators.pagedMlaDecode().reference().expect(problem, NumericContract.BINARY64);
    for (Altered altered : ScoreHypotheses.all()) {
      Result result = altered.steps().run(LatentProblem.of(problem));
      assertFalse(Judge.compare(golden, result).withinBudget(), altered::title);
    }
  }

  private static <P> List<Hypothesis<P>> hypotheses(GoldenOperator<P> operator, long seed) {
    P problem = operator.small(seed);
    var golden = new Subject<P>("golden", operator.reference(), NumericContract.F32, true);
    Sample<P> sample = Sample.of(problem, golden, operator.reference()).orElseThrow();
    assertEquals(false, sample.failed());
    return Hypotheses.of(operator, sample);
  }
}
