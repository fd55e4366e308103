package assay.evidence;

import java.util.List;

/**
 * The smallest failing problem of one property, element by element.
 *
 * @param operator stem in kebab-case
 * @param subject the implementation under test
 * @param property its name
 * @param problem one-line recipe
 * @param reproducer the {@link Reproducer} file, relative to the run's folder; empty where none was
 *     written
 * @param worst the elements farthest over their budgets, the farthest first; empty where no results
 *     were compared
 * @param axes where the wrong elements lie, axis by axis of each tensor that has any
 */
public record FailureDetail(
    String operator,
    String subject,
    String property,
    String problem,
    String reproducer,
    List<WrongElement> worst,
    List<AxisErrors> axes)
    implements Evidence {

  public FailureDetail {
    worst = List.copyOf(worst);
    axes = List.copyOf(axes);
  }
}
