package assay.verify.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.AppendLatentCache;
import assay.spec.MlaLayer;
import assay.spec.NumericContract;
import assay.spec.RotaryEmbedding;
import assay.spec.Tensor;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Subject;
import assay.verify.planted.BugClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Mistakes that no planted bug makes are named by what they leave. */
class CluesTest {

  private static final int PROBLEMS = 12;

  @Test
  void aRotationTimesAFactor_isAScale() {
    assertEquals(BugClass.SCALE, named(RotaryEmbedding.OPERATOR, y -> 1.25 * y).kind());
  }

  @Test
  void aRotationByTwiceTheAngle_isARotation() {
    GoldenOperator<RotaryEmbedding.Problem> operator = typed(RotaryEmbedding.OPERATOR);
    Subject<RotaryEmbedding.Problem> twice =
        new Subject<>(
            "twice",
            p -> {
              int[] positions = p.positions().clone();
              java.util.Arrays.setAll(positions, n -> 2 * positions[n]);
              return operator
                  .reference()
                  .run(new RotaryEmbedding.Problem(p.rope(), p.heads(), p.x(), positions));
            },
            NumericContract.F32,
            false);
    assertEquals(BugClass.ROPE, first(operator, twice).kind());
  }

  @Test
  void narrowResults_areAccumulation() {
    Diagnosis narrow =
        named(MlaLayer.OPERATOR, y -> Rounded.to(assay.numerics.FloatFormat.FP16, y));
    assertEquals(BugClass.ACCUMULATION, narrow.kind());
  }

  @Test
  void whatChangesNothing_explainsNothing() {
    GoldenOperator<RotaryEmbedding.Problem> operator = typed(RotaryEmbedding.OPERATOR);
    Subject<RotaryEmbedding.Problem> off = changed(operator, y -> 1.25 * y);
    for (RotaryEmbedding.Problem problem : problems(operator)) {
      Sample<RotaryEmbedding.Problem> sample =
          Sample.of(problem, off, operator.reference()).orElseThrow();
      assertEquals(0, Fit.of(sample, sample.wrong(), sample.expected().result()));
    }
  }

  @Test
  void slotsThatAreOneTooLarge_arePaging() {
    GoldenOperator<AppendLatentCache.Problem> operator = typed(AppendLatentCache.OPERATOR);
    Subject<AppendLatentCache.Problem> next =
        new Subject<>(
            "next",
            new CacheSteps() {
                  @Override
                  long slot(AppendLatentCache.Problem problem, int n) {
                    long own = super.slot(problem, n);
                    return own < 0 ? own : own + 1;
                  }
                }
                ::run,
            NumericContract.F32,
            false);
    assertEquals(BugClass.PAGING, first(operator, next).kind());
  }

  @Test
  void poisonThatHarmsWhereThereIsNone_isRefuted() {
    List<Diagnosis> checked = List.of(new Diagnosis(BugClass.POISON, "a NaN", 0.8, 1));
    List<Diagnosis> forgiving = List.of(new Diagnosis(BugClass.TAIL, "one key too many", 0.7, 1));
    assertEquals(BugClass.TAIL, Diagnostician.best(checked, forgiving).getFirst().kind());
    assertEquals(BugClass.POISON, Diagnostician.best(checked, List.of()).getFirst().kind());
  }

  @Test
  void aPropertyAgainstTheGoldenModel_saysNothingOnceResultsAreWrong() {
    assertEquals(BugClass.POISON, PropertyClues.of(Set.of("live-nan")).getFirst().kind());
    assertEquals(List.of(), PropertyClues.of(Set.of("live-nan", "within-budget")));
  }

  private static Diagnosis named(assay.spec.Operator operator, DoubleUnaryOperator change) {
    return first(typed(operator), changed(typed(operator), change));
  }

  private static <P> Diagnosis first(GoldenOperator<P> operator, Subject<P> subject) {
    List<Diagnosis> guesses =
        new Diagnostician<>(operator, subject, Set.of("within-budget")).guesses(problems(operator));
    assertTrue(!guesses.isEmpty());
    return guesses.getFirst();
  }

  private static <P> Subject<P> changed(GoldenOperator<P> operator, DoubleUnaryOperator change) {
    return new Subject<>(
        "changed",
        problem -> {
          List<Tensor> tensors = new ArrayList<>();
          for (Tensor tensor : operator.reference().run(problem).tensors()) {
            double[] values = java.util.Arrays.stream(tensor.values()).map(change).toArray();
            tensors.add(new Tensor(tensor.name(), tensor.axes(), values));
          }
          return new assay.spec.Result(tensors);
        },
        NumericContract.F32,
        false);
  }

  @SuppressWarnings("unchecked")
  private static <P> GoldenOperator<P> typed(assay.spec.Operator operator) {
    return (GoldenOperator<P>) GoldenOperators.of(operator);
  }

  private static <P> List<P> problems(GoldenOperator<P> operator) {
    return LongStream.range(0, PROBLEMS).mapToObj(operator::small).toList();
  }
}
