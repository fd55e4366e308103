package assay.verify.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Implementation;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.Subject;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.HonestVariants;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No correct kernel is accused, and an accusation would be seen. */
final class HonestRunTest {

  private static final int PROBLEMS = 2000;

  @Test
  void noCorrectKernelIsAccused() {
    HonestRun run = HonestRun.of(HonestVariants.all(), 1, PROBLEMS);
    assertEquals(List.of(), run.accused());
    assertEquals(PROBLEMS, problems(run) - problems(run, LengthClass.KEYS_128_AS_LONG));
    assertEquals(
        problems(run, LengthClass.KEYS_32768), problems(run, LengthClass.KEYS_128_AS_LONG));
  }

  /** A query that meets its key in equal products, which lemma 2 once took for independent. */
  @Test
  @SuppressWarnings("unchecked") // decode's problems are Problem
  void productsThatAreAlikeAreNoAccusation() {
    var recipe =
        PagedMlaDecodeRecipe.parse(
            "heads=32 latent=512 rope=64 queries=1 causal=true page=64 lengths=126"
                + " scale=0.041666668 gain=0.1 pattern=markers seed=865344797326");
    var variant =
        (HonestVariant<Problem>)
            HonestVariants.all().stream()
                .filter(one -> one.name().equals("decode-scale-in-query"))
                .findFirst()
                .orElseThrow();
    Implementation<Problem> kernel = variant.implementation().apply(Surroundings.CHECKED);
    Subject<Problem> subject = new Subject<>(variant.name(), kernel, variant.contract(), false);
    var decode = (GoldenOperator<Problem>) GoldenOperators.of(PagedMlaDecode.OPERATOR);
    var budget = decode.properties().of(subject, decode.reference()).getFirst();
    assertTrue(budget.examine(recipe).passed());
  }

  private static int problems(HonestRun run, LengthClass... lengths) {
    return run.groups().stream()
        .filter(group -> lengths.length == 0 || group.lengths() == lengths[0])
        .mapToInt(HonestRun.Group::problems)
        .sum();
  }

  @Test
  void theSameSeedIsTheSameRun() {
    List<HonestVariant<?>> some = HonestVariants.all().subList(0, 3);
    assertEquals(HonestRun.of(some, 5, 30), HonestRun.of(some, 5, 30));
  }

  /** Seen to fail: half a scale. */
  @Test
  void aWrongKernelIsAccused() {
    HonestVariant<?> wrong =
        new HonestVariant<>(
            "wrong",
            PagedMlaDecode.OPERATOR,
            AttentionOptions.F32.contract(),
            PagedMlaDecodeVariant.with(
                AttentionOptions.F32,
                (memory, options, problem) ->
                    new PagedMlaDecodeVariant(memory, options, problem) {
                      @Override
                      protected float scale() {
                        return super.scale() / 2;
                      }
                    }));
    assertNotEquals(0, HonestRun.of(List.of(wrong), 1, 10).accusations());
  }
}
