package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode;
import assay.spec.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A budget's terms name the clause that costs most. */
class BudgetTermsTest {

  private static final PagedMlaDecode.Problem PROBLEM =
      PagedMlaDecodeRecipe.parse("heads=2 latent=16 rope=8 lengths=40 page=4 scale=0.2 seed=3")
          .problem();

  @Test
  void aCoarseOutput_dominatesItsBudget() {
    assertEquals("output (lemma 4)", dominating(NumericContract.F32.withOutput(FloatFormat.BF16)));
  }

  @Test
  void withAnExactOutput_anotherClauseDoes() {
    NumericContract exact = NumericContract.BF16.withOutput(FloatFormat.F64);
    assertEquals("weights (lemma 4)", dominating(exact));
  }

  @Test
  void sharesAreOfTheBudget_theLargestFirst() {
    List<BudgetTerms.Term> terms = terms(NumericContract.BF16).of(tensor("lseNats"), 1);
    assertTrue(terms.stream().allMatch(term -> term.share() > 0 && term.share() <= 1));
    for (int i = 1; i < terms.size(); i++) {
      assertTrue(terms.get(i - 1).share() >= terms.get(i).share());
    }
    assertTrue(terms.stream().noneMatch(term -> term.clause().startsWith("output")));
  }

  @Test
  void anotherShape_hasNoTerms() {
    Tensor other = new Tensor("out", List.of(new Tensor.Axis("n", 1)), new double[1]);
    assertEquals("", terms(NumericContract.BF16).dominating(other, 0));
  }

  private static String dominating(NumericContract contract) {
    return terms(contract).dominating(tensor("out"), 5);
  }

  private static BudgetTerms<PagedMlaDecode.Problem> terms(NumericContract contract) {
    return new BudgetTerms<>(GoldenOperators.pagedMlaDecode(), PROBLEM, contract);
  }

  private static Tensor tensor(String name) {
    return GoldenOperators.pagedMlaDecode().reference().run(PROBLEM).tensor(name);
  }
}
