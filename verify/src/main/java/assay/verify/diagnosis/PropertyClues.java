package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/** Which mistakes a property is aimed at, and what it says that few others failed. */
final class PropertyClues {

  private static final Map<String, BugClass> AIMED =
      Map.ofEntries(
          Map.entry("page-permutation", BugClass.PAGING),
          Map.entry("page-sharing", BugClass.PAGING),
          Map.entry("page-size", BugClass.PAGING),
          Map.entry("poison-invisible", BugClass.POISON),
          Map.entry("live-nan", BugClass.POISON),
          Map.entry("query-nan", BugClass.POISON),
          Map.entry("value-nan", BugClass.POISON),
          Map.entry("hidden-keys", BugClass.CAUSAL),
          Map.entry("causal-row", BugClass.CAUSAL),
          Map.entry("head-permutation", BugClass.HEADS),
          Map.entry("head-company", BugClass.HEADS),
          Map.entry("batch-permutation", BugClass.INVARIANCE),
          Map.entry("batch-company", BugClass.INVARIANCE),
          Map.entry("empty-rows", BugClass.EMPTY),
          Map.entry("empty-part", BugClass.EMPTY),
          Map.entry("empty-out", BugClass.EMPTY),
          Map.entry("all-empty", BugClass.EMPTY),
          Map.entry("repeat-run", BugClass.STATE),
          Map.entry("second-call", BugClass.STATE),
          Map.entry("inputs-unchanged", BugClass.STATE),
          Map.entry("extreme-scores", BugClass.SOFTMAX),
          Map.entry("shift-law", BugClass.SOFTMAX),
          Map.entry("sink-weight", BugClass.LSE),
          Map.entry("full-list", BugClass.SPARSE),
          Map.entry("cache-scale", BugClass.FP8),
          Map.entry("scale-law", BugClass.SCALE),
          Map.entry("tiny-rows", BugClass.NORM),
          Map.entry("signed-bias", BugClass.ACCUMULATION));

  /** What a share of all failed properties is believed. */
  private static final double BELIEF = 0.7;

  private PropertyClues() {}

  static List<Diagnosis> of(Set<String> failed) {
    Map<BugClass, Integer> votes = new EnumMap<>(BugClass.class);
    for (Entry<String, BugClass> aim : AIMED.entrySet()) {
      if (failed.contains(aim.getKey())) {
        votes.merge(aim.getValue(), 1, Integer::sum);
      }
    }
    return votes.entrySet().stream()
        .map(vote ->
            new Diagnosis(
                vote.getKey(),
                "%d of the %d properties that fail are aimed at it"
                    .formatted(vote.getValue(), failed.size()),
                BELIEF * vote.getValue() / failed.size(),
                1))
        .toList();
  }
}
