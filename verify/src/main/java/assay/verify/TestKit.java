package assay.verify;

import assay.evidence.PropertySummary;
import assay.spec.Operator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Every property of one operator, for the tests of whoever has an implementation of it:
 *
 * <pre>
 *   TestKit&lt;PagedMlaDecode.Problem&gt; kit = TestKit.of(PagedMlaDecode.OPERATOR, subject);
 *   for (Property&lt;PagedMlaDecode.Problem&gt; property : kit.properties()) {
 *     assertEquals(0, kit.verify(property, seed, 100).failed());
 *   }
 * </pre>
 *
 * <p>Problems are small: odd widths, boundaries, empty parts, poison in what must not be read.
 *
 * @param <P> the operator's problem
 */
public record TestKit<P>(GoldenOperator<P> golden, Subject<P> subject) {

  /**
   * Of one subject.
   *
   * @param operator the one whose problems the subject takes
   */
  @SuppressWarnings("unchecked")
  public static <P> TestKit<P> of(Operator operator, Subject<P> subject) {
    return new TestKit<>((GoldenOperator<P>) GoldenOperators.of(operator), subject);
  }

  /** Every property, the most telling first. */
  public List<Property<P>> properties() {
    return golden.properties().of(subject, golden.reference());
  }

  /**
   * Holds a property against {@code problems} random ones, other ones for another seed. Where it
   * fails, {@link #problem} makes the problem that the summary's smallest failing line names.
   */
  public PropertySummary verify(Property<P> property, long seed, int problems) {
    List<DrawnRecipe<P>> recipes =
        LongStream.range(0, problems).mapToObj(i -> DrawnRecipe.random(golden, seed + i)).toList();
    String operator = golden.operator().name().kebab();
    return new Verification<P>(operator, subject.name(), line -> {}).run(property, recipes);
  }

  /**
   * The problem of a line such as {@code seed=7 choices=3,0,12}.
   *
   * @throws IllegalArgumentException if {@code line} is none
   */
  public P problem(String line) {
    return DrawnRecipe.parse(golden, line).problem();
  }
}
