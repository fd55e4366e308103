package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Outcome;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each property of attention is seen to fail: a bug of its own kind is planted in the golden model,
 * and one of a few problems shows it.
 */
class PropertySensitivityTest {

  private static final int PROBLEMS = 60;

  @TestFactory
  Stream<DynamicTest> everyPropertyOfPagedMlaDecode_rejectsItsBug() {
    return tests(PagedMlaDecodeBugs.golden(), PagedMlaDecodeBugs.all());
  }

  @TestFactory
  Stream<DynamicTest> everyPropertyOfSparseMlaDecode_rejectsItsBug() {
    return tests(SparseMlaDecodeBugs.golden(), SparseMlaDecodeBugs.all());
  }

  @TestFactory
  Stream<DynamicTest> everyPropertyOfMhaDecode_rejectsItsBug() {
    return tests(MhaDecodeBugs.golden(), MhaDecodeBugs.all());
  }

  @TestFactory
  Stream<DynamicTest> everyPropertyOfMlaPrefill_rejectsItsBug() {
    return tests(MlaPrefillBugs.golden(), MlaPrefillBugs.all());
  }

  @TestFactory
  Stream<DynamicTest> everyPropertyOfCombineSplits_rejectsItsBug() {
    return tests(CombineSplitsBugs.golden(), CombineSplitsBugs.all());
  }

  private static <P> Stream<DynamicTest> tests(
      GoldenOperator<P> golden, Map<String, Implementation<P>> bugs) {
    List<String> names = properties(golden, golden.reference()).keySet().stream().toList();
    Stream<DynamicTest> unknown =
        bugs.keySet().stream()
            .filter(name -> !names.contains(name))
            .map(name -> DynamicTest.dynamicTest(name, () -> assertTrue(false, "no property")));
    Stream<DynamicTest> each =
        names.stream()
            .map(name -> DynamicTest.dynamicTest(name, () -> isSensitive(golden, bugs, name)));
    return Stream.concat(each, unknown);
  }

  private static <P> void isSensitive(
      GoldenOperator<P> golden, Map<String, Implementation<P>> bugs, String name) {
    Implementation<P> bug = Objects.requireNonNull(bugs.get(name), "no bug is planted");
    Property<P> property = Objects.requireNonNull(properties(golden, bug).get(name));
    assertTrue(
        LongStream.range(0, PROBLEMS)
            .mapToObj(seed -> property.examine(DrawnRecipe.random(golden, seed)))
            .anyMatch(PropertySensitivityTest::sees),
        "holds in spite of its bug");
  }

  /** A failure that was measured, or of an input: not a bug that threw. */
  private static boolean sees(Finding finding) {
    boolean measured = finding.headroomStatistical() > 1;
    return measured
        || (finding.outcome() instanceof Outcome.Fail fail && fail.reason().contains("input"));
  }

  private static <P> Map<String, Property<P>> properties(
      GoldenOperator<P> golden, Implementation<P> implementation) {
    Subject<P> subject = new Subject<>("subject", implementation, NumericContract.F32, true);
    Map<String, Property<P>> byName = new LinkedHashMap<>();
    golden
        .properties()
        .of(subject, golden.reference())
        .forEach(property -> byName.put(property.name(), property));
    return byName;
  }
}
