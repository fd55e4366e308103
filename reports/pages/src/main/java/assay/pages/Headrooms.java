package assay.pages;

import assay.evidence.CaseVerdict;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The measured cases of {@value #PROPERTY}, by statistical headroom.
 *
 * @param cases smallest headroom first
 */
record Headrooms(List<Measured> cases) {

  static final String PROPERTY = "within-budget";

  private static final Pattern LENGTHS = Pattern.compile("\\blengths=(\\d{1,9}(,\\d{1,9})*)\\b");

  /**
   * One case.
   *
   * @param longest keys of its longest sequence; empty where the recipe does not say
   */
  record Measured(double headroom, OptionalInt longest) {}

  Headrooms {
    cases = cases.stream().sorted((a, b) -> Double.compare(a.headroom, b.headroom)).toList();
  }

  static Headrooms of(List<CaseVerdict> cases) {
    return new Headrooms(
        cases.stream()
            .filter(verdict -> verdict.property().equals(PROPERTY))
            .filter(verdict -> verdict.headroomStatistical() >= 0)
            .map(verdict -> new Measured(verdict.headroomStatistical(), longest(verdict.problem())))
            .toList());
  }

  double[] values() {
    return cases.stream().mapToDouble(Measured::headroom).toArray();
  }

  List<Measured> withLength() {
    return cases.stream().filter(measured -> measured.longest.isPresent()).toList();
  }

  /** The smallest headroom that a share {@code p} of the cases does not exceed; 0 &lt; p ≤ 1. */
  double quantile(double p) {
    return cases.get((int) Math.ceil(p * cases.size()) - 1).headroom;
  }

  private static OptionalInt longest(String recipe) {
    Matcher lengths = LENGTHS.matcher(recipe);
    return lengths.find()
        ? Arrays.stream(lengths.group(1).split(",")).mapToInt(Integer::parseInt).max()
        : OptionalInt.empty();
  }
}
