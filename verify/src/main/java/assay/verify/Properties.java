package assay.verify;

import assay.spec.Reference;
import java.util.List;

/**
 * What must hold for every implementation of one operator and every problem.
 *
 * @param <P> the operator's problem
 */
@FunctionalInterface
public interface Properties<P> {

  /** Every property, the most telling first, as held by {@code subject} against {@code golden}. */
  List<Property<P>> of(Subject<P> subject, Reference<P> golden);
}
