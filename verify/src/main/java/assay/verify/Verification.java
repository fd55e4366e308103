package assay.verify;

import assay.evidence.CaseVerdict;
import assay.evidence.Evidence;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds properties of one subject against many problems, and finds the smallest that fails.
 *
 * @param <P> the operator's problem
 * @param operator kebab-case
 * @param subject its name
 * @param evidence is told each case as it ends, and each property when it is done
 */
public record Verification<P>(String operator, String subject, Consumer<Evidence> evidence) {

  /** Shrinking stops after this many problems, smallest or not. */
  private static final int SHRINK_CASES = 200;

  /** After this many failures of one property its remaining problems are left out. */
  private static final int FAILURES = 5;

  /** Runs {@code property} on each recipe; a failing one is shrunk before the summary is told. */
  public PropertySummary run(Property<P> property, List<? extends Recipe<P>> recipes) {
    long passed = 0;
    long failed = 0;
    double worst = Double.NaN;
    Recipe<P> failing = null;
    for (Recipe<P> recipe : recipes) {
      if (failed >= FAILURES) {
        break;
      }
      Finding finding = examine(property, recipe);
      worst = worse(worst, finding.headroomStatistical());
      if (finding.failed()) {
        failed++;
        failing = failing == null ? recipe : failing;
      } else if (finding.passed()) {
        passed++;
      }
    }
    @Nullable Recipe<P> smallest = failing == null ? null : smallestFailing(property, failing);
    PropertySummary summary =
        new PropertySummary(
            operator,
            subject,
            property.name(),
            property.statement(),
            passed,
            failed,
            recipes.size() - passed - failed,
            smallest == null ? null : smallest.toString(),
            worst);
    evidence.accept(summary);
    return summary;
  }

  /** Takes any simpler recipe that still fails, until none does; the smallest is told last. */
  private Recipe<P> smallestFailing(Property<P> property, Recipe<P> recipe) {
    Recipe<P> smallest = recipe;
    int left = SHRINK_CASES;
    boolean shrinking = true;
    while (shrinking) {
      shrinking = false;
      for (Recipe<P> simpler : smallest.smaller()) {
        if (left-- > 0 && property.examine(simpler).failed()) {
          smallest = simpler;
          shrinking = true;
          break;
        }
      }
    }
    examine(property, smallest);
    return smallest;
  }

  private Finding examine(Property<P> property, Recipe<P> recipe) {
    long start = System.nanoTime();
    Finding finding = property.examine(recipe);
    Outcome outcome = finding.outcome();
    evidence.accept(
        new CaseVerdict(
            operator,
            subject,
            property.name(),
            recipe.toString(),
            outcome,
            finding.headroomHard(),
            finding.headroomStatistical(),
            finding.elements(),
            System.nanoTime() - start));
    return finding;
  }

  private static double worse(double first, double second) {
    return Double.isNaN(first) || second > first ? second : first;
  }
}
