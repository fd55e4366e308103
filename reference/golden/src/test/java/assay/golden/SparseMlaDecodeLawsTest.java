package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Expectation;
import assay.spec.InvalidIndexRule;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.spec.SparseMlaDecode.Problem;
import assay.spec.SparseMlaDecode.Selection;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold between two sparse decodes, or between one and the dense one. */
final class SparseMlaDecodeLawsTest {

  private final SparseMlaDecodeReference reference = SparseMlaDecodeReference.create();

  @Test
  void listingEveryKeyIsDenseDecode() {
    for (long seed = 0; seed < 20; seed++) {
      PagedMlaDecode.Problem dense =
          SampleProblem.small(seed, 0, 1, 9, 64, 70).causal(1 + (int) seed % 3).create();
      Expectation expected = reference.expect(everyKey(dense), NumericContract.BINARY64);
      Result other = PagedMlaDecodeReference.create().run(dense);
      assertTrue(Headroom.of(expected, other).hard() <= 2);
    }
  }

  /** The causal mask is a shorter list for the earlier query tokens. */
  private static Problem everyKey(PagedMlaDecode.Problem dense) {
    PagedLatentCache cache = dense.cache();
    int listed = Arrays.stream(cache.lengths()).max().orElse(0);
    int tokens = dense.batch() * dense.queryTokens();
    int[] indices = new int[tokens * listed];
    Arrays.fill(indices, -1);
    int[] counts = new int[tokens];
    for (int token = 0; token < tokens; token++) {
      int b = token / dense.queryTokens();
      counts[token] = dense.visible(b, token % dense.queryTokens());
      for (int t = 0; t < counts[token]; t++) {
        indices[token * listed + t] = (int) cache.slot(b, t);
      }
    }
    return new Problem(
        dense.batch(),
        dense.queryTokens(),
        dense.heads(),
        dense.latent(),
        dense.rope(),
        dense.latent(),
        dense.query(),
        cache,
        new Selection(listed, indices, counts, InvalidIndexRule.MINUS_ONE),
        Problem.noSinks(dense.heads()),
        dense.scale());
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    for (long seed = 0; seed < 50; seed++) {
      Problem problem = SparseMlaDecodeSample.draw(seed);
      Expectation expected = reference.expect(problem, NumericContract.BINARY64);
      Result other = reference.run(problem.withSelection(reversed(problem.selection())));
      assertTrue(Headroom.of(expected, other).hard() <= 2);
    }
  }

  private static Selection reversed(Selection selection) {
    int[] indices = selection.indices().clone();
    for (int token = 0; token < selection.counts().length; token++) {
      int first = token * selection.listed();
      int count = selection.counts()[token];
      for (int i = 0; i < count; i++) {
        indices[first + i] = selection.indices()[first + count - 1 - i];
      }
    }
    return new Selection(selection.listed(), indices, selection.counts(), selection.rule());
  }

  /** To the bit. */
  @Test
  void invalidEntriesAreAsIfTheyWereRemoved() {
    for (long seed = 0; seed < 50; seed++) {
      Problem problem = SparseMlaDecodeSample.draw(seed);
      Result removed = reference.run(problem.withSelection(withoutInvalid(problem)));
      ReferenceChecks.assertSame(reference.run(problem), removed);
    }
  }

  private static Selection withoutInvalid(Problem problem) {
    Selection selection = problem.selection();
    int[] indices = new int[selection.indices().length];
    int[] counts = new int[selection.counts().length];
    for (int token = 0; token < counts.length; token++) {
      int[] valid = problem.slots(token);
      counts[token] = valid.length;
      System.arraycopy(valid, 0, indices, token * selection.listed(), valid.length);
    }
    return new Selection(selection.listed(), indices, counts, InvalidIndexRule.MINUS_ONE);
  }

  /** To the bit: what stands past a count is never looked at. */
  @Test
  void entriesPastTheCountDoNotMatter() {
    for (long seed = 0; seed < 50; seed++) {
      Problem problem = SparseMlaDecodeSample.draw(seed);
      Selection selection = problem.selection();
      int[] indices = selection.indices().clone();
      for (int token = 0; token < selection.counts().length; token++) {
        int first = token * selection.listed();
        Arrays.fill(
            indices,
            first + selection.counts()[token],
            first + selection.listed(),
            Integer.MIN_VALUE);
      }
      Selection absurd =
          new Selection(selection.listed(), indices, selection.counts(), selection.rule());
      ReferenceChecks.assertSame(
          reference.run(problem), reference.run(problem.withSelection(absurd)));
    }
  }

  /** Two equal keys weigh as much as one with a score higher by ln 2: as a sink would be seen. */
  @Test
  void aSlotListedTwiceIsASlotAndItsCopy() {
    for (long seed = 0; seed < 30; seed++) {
      Problem once = SparseMlaDecodeSample.draw(seed);
      Selection selection = once.selection();
      int listed = selection.listed();
      int[] twice =
          IntStream.range(0, 2 * selection.indices().length)
              .map(i -> selection.indices()[i / (2 * listed) * listed + i % listed])
              .toArray();
      int[] all = new int[selection.counts().length];
      Arrays.fill(all, listed);
      Arrays.setAll(all, token -> selection.counts()[token] == listed ? 2 * listed : 0);
      Problem doubled = once.withSelection(new Selection(2 * listed, twice, all, selection.rule()));
      assertDoubled(once, doubled, all, listed);
    }
  }

  private void assertDoubled(Problem once, Problem doubled, int[] counts, int listed) {
    float[] noSinks = Problem.noSinks(once.heads());
    Expectation expected = reference.expect(once.withSinks(noSinks), NumericContract.BINARY64);
    Result other = reference.run(doubled.withSinks(noSinks));
    double[] lse = expected.result().tensor("lseNats").values();
    double[] lseTwice = other.tensor("lseNats").values();
    double[] budget = expected.budgets().getLast().hard();
    for (int row = 0; row < lse.length; row++) {
      if (counts[row / once.heads()] == 2 * listed && lse[row] > Double.NEGATIVE_INFINITY) {
        Rounding.assertWithin(
            lse[row] + Math.log(2), lseTwice[row], 4 * (budget[row] + Rounding.U));
      }
    }
  }

  @Test
  void aSinkOfMinusInfinityIsNone() {
    for (long seed = 0; seed < 30; seed++) {
      Problem problem = SparseMlaDecodeSample.draw(seed);
      Result none = reference.run(problem.withSinks(Problem.noSinks(problem.heads())));
      float[] faint = new float[problem.heads()];
      Arrays.fill(faint, -Float.MAX_VALUE);
      ReferenceChecks.assertSame(none, reference.run(problem.withSinks(faint)));
    }
  }
}
