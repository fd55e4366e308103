package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which mistakes a property is aimed at, and what it says that few others failed. */
final class PropertyClues {

  /** Properties that hold a subject against itself, so that few mistakes break them. */
  private static final Map<String, BugClass> AIMED =
      Map.ofEntries(
          Map.entry("page-permutation", BugClass.PAGING),
          Map.entry("page-size", BugClass.PAGING),
          Map.entry("poison-invisible", BugClass.POISON),
          Map.entry("hidden-keys", BugClass.CAUSAL),
          Map.entry("causal-row", BugClass.CAUSAL),
          Map.entry("head-permutation", BugClass.HEADS),
          Map.entry("head-company", BugClass.HEADS),
          Map.entry("grouped-heads", BugClass.HEADS),
          Map.entry("repeat-run", BugClass.STATE),
          Map.entry("inputs-unchanged", BugClass.STATE),
          Map.entry("sink-outside-lse", BugClass.LSE),
          Map.entry("empty-part", BugClass.EMPTY),
          Map.entry("empty-out", BugClass.EMPTY),
          Map.entry("all-empty", BugClass.EMPTY),
          Map.entry("full-list", BugClass.SPARSE),
          Map.entry("cache-scale", BugClass.FP8),
          Map.entry("scale-law", BugClass.SCALE),
          Map.entry("tiny-rows", BugClass.NORM),
          Map.entry("signed-bias", BugClass.ACCUMULATION));

  /** Properties that a mistake of one kind fails, and hardly any else, if they fail alone. */
  private static final Map<String, BugClass> ALONE =
      Map.ofEntries(
          Map.entry("live-nan", BugClass.POISON),
          Map.entry("query-nan", BugClass.POISON),
          Map.entry("value-nan", BugClass.POISON),
          Map.entry("empty-rows", BugClass.EMPTY),
          Map.entry("extreme-scores", BugClass.SOFTMAX),
          Map.entry("shift-law", BugClass.SOFTMAX),
          Map.entry("second-call", BugClass.STATE),
          Map.entry("idempotent", BugClass.STATE),
          Map.entry("needle-lattice", BugClass.TAIL),
          Map.entry("batch-permutation", BugClass.INVARIANCE),
          Map.entry("batch-company", BugClass.INVARIANCE),
          Map.entry("prefill-is-decode", BugClass.PATH),
          Map.entry("other-schedule", BugClass.PATH),
          Map.entry("other-form", BugClass.PATH),
          Map.entry("zero-latent", BugClass.FP8));

  /** Whatever is wrong fails these, and then whatever is compared with the golden model. */
  private static final Set<String> PLAIN = Set.of("within-budget", "exact-bytes");

  private static final int FEW = 3;

  /** What a share of all failed properties is believed. */
  private static final double BELIEF = 0.5;

  private PropertyClues() {}

  static List<Diagnosis> of(Set<String> failed) {
    Map<BugClass, Integer> votes = new EnumMap<>(BugClass.class);
    boolean few = failed.size() <= FEW && Collections.disjoint(failed, PLAIN);
    failed.forEach(name -> {
      BugClass aim = AIMED.containsKey(name) ? AIMED.get(name) : few ? ALONE.get(name) : null;
      if (aim != null) {
        votes.merge(aim, 1, Integer::sum);
      }
    });
    int all = votes.values().stream().mapToInt(Integer::intValue).sum();
    return votes.entrySet().stream()
        .map(vote ->
            new Diagnosis(
                vote.getKey(),
                "%d of the %d telling properties that fail are aimed at it"
                    .formatted(vote.getValue(), all),
                BELIEF * vote.getValue() / all,
                1))
        .toList();
  }
}
