package assay.verify;

import assay.evidence.CaseVerdict;
import assay.evidence.Evidence;
import assay.evidence.PropertySummary;
import java.util.ArrayList;
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
 * @param failures is told each property that fails, before its summary is
 */
public record Verification<P>(
    String operator, String subject, Consumer<Evidence> evidence, Consumer<Failure<P>> failures) {

  /** After this many failures of one property its remaining problems are left out. */
  private static final int FAILURES = 5;

  /** Without anyone to be told of failures. */
  public Verification(String operator, String subject, Consumer<Evidence> evidence) {
    this(operator, subject, evidence, failure -> {});
  }

  /** Runs {@code property} on each recipe; a failing one is shrunk before the summary is told. */
  public PropertySummary run(Property<P> property, List<? extends Recipe<P>> recipes) {
    Tally<P> tally = new Tally<>();
    for (Recipe<P> recipe : recipes) {
      if (tally.failing.size() >= FAILURES) {
        break;
      }
      tally.add(recipe, examine(property, recipe));
    }
    if (!tally.failing.isEmpty()) {
      failures.accept(shrunk(property, tally));
    }
    PropertySummary summary = tally.summary(this, property, recipes.size());
    evidence.accept(summary);
    return summary;
  }

  /** The smallest that fails as the first did; it is told last. */
  private Failure<P> shrunk(Property<P> property, Tally<P> tally) {
    Recipe<P> smallest = new Shrinking<>(property, tally.kind).smallest(tally.failing.getFirst());
    tally.smallest = smallest.toString();
    return new Failure<>(property, tally.failing, smallest, examine(property, smallest));
  }

  private Finding examine(Property<P> property, Recipe<P> recipe) {
    long start = System.nanoTime();
    Finding finding = property.examine(recipe);
    evidence.accept(
        new CaseVerdict(
            operator,
            subject,
            property.name(),
            recipe.toString(),
            finding.outcome(),
            finding.headroomHard(),
            finding.headroomStatistical(),
            finding.elements(),
            System.nanoTime() - start));
    return finding;
  }

  /** What came of the cases so far. */
  private static final class Tally<P> {
    private final List<Recipe<P>> failing = new ArrayList<>();
    private long passed;
    private double worst = Double.NaN;
    private FailureKind kind = FailureKind.NO_RESULT;
    private @Nullable String smallest;

    void add(Recipe<P> recipe, Finding finding) {
      double headroom = finding.headroomStatistical();
      worst = Double.isNaN(worst) || headroom > worst ? headroom : worst;
      if (finding.failed()) {
        kind = failing.isEmpty() ? FailureKind.of(finding) : kind;
        failing.add(recipe);
      } else if (finding.passed()) {
        passed++;
      }
    }

    PropertySummary summary(Verification<P> run, Property<P> property, int posed) {
      long failed = failing.size();
      return new PropertySummary(
          run.operator,
          run.subject,
          property.name(),
          property.statement(),
          passed,
          failed,
          posed - passed - failed,
          smallest,
          worst);
    }
  }
}
