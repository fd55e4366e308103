package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
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
          Map.entry("shift-law", BugClass.SOFTMAX),
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
      Map.of(
          "live-nan", BugClass.POISON,
          "query-nan", BugClass.POISON,
          "value-nan", BugClass.POISON,
          "empty-rows", BugClass.EMPTY,
          "extreme-scores", BugClass.SOFTMAX,
          "second-call", BugClass.STATE,
          "needle-lattice", BugClass.TAIL,
          "batch-permutation", BugClass.INVARIANCE,
          "batch-company", BugClass.INVARIANCE);

  private static final int FEW = 3;

  /** What a share of all failed properties is believed. */
  private static final double BELIEF = 0.5;

  private PropertyClues() {}

  static List<Diagnosis> of(Set<String> failed) {
    Map<BugClass, Integer> votes = new EnumMap<>(BugClass.class);
    failed.forEach(name -> {
      BugClass aim =
          AIMED.containsKey(name) ? AIMED.get(name) : failed.size() <= FEW ? ALONE.get(name) : null;
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
