package assay.verify;

import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What must hold for every {@link CombineSplits} and every problem. */
public final class CombineSplitsProperties {

  private static final List<Double> FILLERS =
      List.of(Double.NaN, Double.POSITIVE_INFINITY, 1e30, Double.NEGATIVE_INFINITY);

  private static final List<Double> SHIFTS = List.of(64.0, -64.0, 4096.0, -65536.0, 16384.0);

  private final Subject<Problem> subject;
  private final Checks<Problem> checks;

  public CombineSplitsProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.subject = subject;
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  public List<Property<Problem>> all() {
    return List.of(
        CommonProperties.withinBudget(checks),
        property("part-order", "The order of parts does not matter.", this::partOrder),
        property(
            "grouping",
            "Merging some parts first, and their merge with the rest, is merging all.",
            this::grouping),
        property("empty-part", "A part without weight changes nothing, wherever.", this::emptyPart),
        property(
            "empty-out",
            "What a part without weight holds does not matter, NaN included.",
            this::emptyOut),
        property("all-empty", "Where all parts are empty, so is their merge.", this::allEmpty),
        property("single-part", "One part is its own merge.", this::singlePart),
        property(
            "repeated-parts",
            "Every part twice leaves the average, and adds ln 2 to lse.",
            this::repeatedParts),
        property("equal-parts", "Parts that are alike merge into the same.", this::equalParts),
        property(
            "dominating-part", "A part that outweighs all others is the merge.", this::dominating),
        property("shift-law", "A constant added to every lse is added to lse.", this::shiftLaw),
        property(
            "row-company", "A row is the same alone, twice, and in any order.", this::rowCompany),
        property("live-nan", "A NaN lse reaches its own row, and no other.", this::liveNan),
        property(
            "second-call",
            "Problems in between, longer, shorter and empty, leave no trace.",
            this::secondCall),
        CommonProperties.repeatRun(checks),
        CommonProperties.inputsUnchanged(checks, CombineSplitsProblems::data));
  }

  private Finding partOrder(Problem problem, long seed) {
    int[] order = PagedMlaDecodeTransform.randomOrder(problem.parts(), seed);
    return agree(problem, CombineSplitsTransform.withParts(problem, order));
  }

  /** The first merge's error is carried through the second, beside the second's own. */
  private Finding grouping(Problem problem, long seed) {
    int first = 1 + (int) Math.floorMod(seed, (long) problem.parts());
    Problem some = CombineSplitsTransform.withParts(problem, AttentionRuns.range(0, first));
    AttentionRows merged = rows(some);
    AttentionRows grouped = rows(CombineSplitsTransform.prepend(merged, problem, first));
    List<AttentionRows> parts = new ArrayList<>(List.of(merged));
    for (int k = first; k < problem.parts(); k++) {
      parts.add(part(problem, k));
    }
    AttentionRows carried = AttentionRows.merged(parts);
    return AttentionRows.agree(grouped.withMoreBudget(carried), rows(problem));
  }

  /** Part {@code k} as it is given, without error. */
  private static AttentionRows part(Problem problem, int k) {
    Problem alone = CombineSplitsTransform.withParts(problem, k);
    double[] out = alone.out().toDoubles();
    double[] lse = alone.lseNats().toDoubles();
    for (int i = 0; i < out.length; i++) {
      out[i] = lse[i / problem.width()] == Double.NEGATIVE_INFINITY ? 0 : out[i];
    }
    Result exact = CombineSplits.result(alone, out, lse);
    List<ErrorBudget> none =
        List.of(ErrorBudget.ofLength(out.length), ErrorBudget.ofLength(lse.length));
    return AttentionRows.of(exact, new Expectation(exact, none), problem.width());
  }

  private Finding emptyPart(Problem problem, long seed) {
    int at = (int) Math.floorMod(seed, problem.parts() + 1L);
    return agree(problem, CombineSplitsTransform.withEmptyPart(problem, at));
  }

  private Finding emptyOut(Problem problem, long seed) {
    double filler = FILLERS.get((int) Math.floorMod(seed, (long) FILLERS.size()));
    return Checks.sameBits(
        checks.run(CombineSplitsTransform.withEmptyOut(problem, filler)),
        checks.run(CombineSplitsTransform.withEmptyOut(problem, 0)));
  }

  /** Every second row is empty. */
  private Finding allEmpty(Problem problem, long seed) {
    double[] lse = problem.lseNats().toDoubles();
    for (int i = 0; i < lse.length; i++) {
      lse[i] = i % problem.rows() % 2 == 0 ? Double.NEGATIVE_INFINITY : lse[i];
    }
    return checks.againstGolden(CombineSplitsTransform.withLse(problem, lse));
  }

  private Finding singlePart(Problem problem, long seed) {
    int k = (int) Math.floorMod(seed, (long) problem.parts());
    AttentionRows merged = rows(CombineSplitsTransform.withParts(problem, k));
    return AttentionRows.agree(part(problem, k), merged);
  }

  private Finding repeatedParts(Problem problem, long seed) {
    int parts = problem.parts();
    int[] twice = new int[2 * parts];
    Arrays.setAll(twice, k -> k % parts);
    double[] shifts = new double[problem.rows()];
    Arrays.fill(shifts, Math.log(2));
    AttentionRows doubled = rows(CombineSplitsTransform.withParts(problem, twice));
    return AttentionRows.agree(rows(problem).withLseShifted(shifts), doubled);
  }

  private Finding equalParts(Problem problem, long seed) {
    Problem equal = CombineSplitsTransform.withEqualParts(problem);
    AttentionRows rows = rows(equal);
    double[] out = rows.out().clone();
    for (int row = 0; row < rows.count(); row++) {
      for (int d = 0; d < problem.width(); d++) {
        boolean empty = rows.exactLse()[row] == Double.NEGATIVE_INFINITY;
        int i = row * problem.width() + d;
        out[i] = empty ? 0 : equal.out().get(i);
      }
    }
    return AttentionRows.agree(rows.withOut(out).withoutBudget(), rows);
  }

  private Finding dominating(Problem problem, long seed) {
    int heavy = (int) Math.floorMod(seed, (long) problem.parts());
    double[] lse = problem.lseNats().toDoubles();
    double largest = Arrays.stream(lse).filter(Double::isFinite).max().orElse(0);
    double above = Math.rint(largest) + 5 + 10 * Math.floorMod(seed, 8L);
    for (int i = 0; i < lse.length; i++) {
      boolean outweighs = i / problem.rows() == heavy && lse[i] != Double.NEGATIVE_INFINITY;
      lse[i] = outweighs ? above : lse[i];
    }
    return checks.againstGolden(CombineSplitsTransform.withLse(problem, lse));
  }

  private Finding shiftLaw(Problem problem, long seed) {
    double shift = SHIFTS.get((int) Math.floorMod(seed, (long) SHIFTS.size()));
    Problem stepped = CombineSplitsTransform.withSteppedLse(problem);
    double[] shifts = new double[problem.rows()];
    Arrays.fill(shifts, shift);
    AttentionRows shifted = rows(CombineSplitsTransform.withLseShifted(stepped, shift));
    return AttentionRows.agree(rows(stepped).withLseShifted(shifts), shifted);
  }

  private Finding rowCompany(Problem problem, long seed) {
    int count = problem.rows();
    int[] order =
        count == 0
            ? new int[0]
            : AttentionRuns.draw(1 + (int) Math.floorMod(seed, count + 1L), count, seed);
    AttentionRows chosen = rows(CombineSplitsTransform.withRows(problem, order));
    AttentionRows rows = rows(problem).gather(order);
    return subject.bitwise()
        ? Checks.sameBits(rows.result(), chosen.result())
        : AttentionRows.agree(rows, chosen);
  }

  private Finding liveNan(Problem problem, long seed) {
    double[] lse = problem.lseNats().toDoubles();
    if (lse.length > 0) {
      lse[(int) Math.floorMod(seed, (long) lse.length)] = Double.NaN;
    }
    return checks.againstGolden(CombineSplitsTransform.withLse(problem, lse));
  }

  private Finding secondCall(Problem problem, long seed) {
    int parts = problem.parts();
    int[] longer = new int[2 * parts + 1];
    Arrays.setAll(longer, k -> k % parts);
    Result first = checks.run(problem);
    return AttentionRuns.all(
        checks.againstGolden(CombineSplitsTransform.withParts(problem, longer)),
        checks.againstGolden(CombineSplitsTransform.withParts(problem, parts - 1)),
        checks.againstGolden(CombineSplitsTransform.withRows(problem)),
        Checks.sameBits(first, checks.run(problem)));
  }

  private Finding agree(Problem first, Problem second) {
    return AttentionRows.agree(rows(first), rows(second));
  }

  private AttentionRows rows(Problem problem) {
    return AttentionRows.of(checks.run(problem), checks.expect(problem), problem.width());
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
