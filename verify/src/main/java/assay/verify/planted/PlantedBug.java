package assay.verify.planted;

import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.function.Function;

/**
 * A small delta of a correct implementation.
 *
 * @param <P> the operator's problem
 * @param id the class's prefix and a number, unique
 * @param title what is wrong, in a few words
 * @param sources where such a defect was reported: addresses, or the name of a published matrix
 * @param contract what the implementation claims about its arithmetic
 * @param implementation a new instance, as in {@link assay.verify.variant.HonestVariant}
 * @param catchers properties that are expected to fail; any other may fail too
 * @param equivalence why no problem can tell it from a correct one; empty for a bug that can be
 *     seen
 * @param emulated whether it is PTX on an emulator: slow, and no rule has a part in the faults that
 *     the emulator finds
 */
public record PlantedBug<P>(
    String id,
    BugClass kind,
    String title,
    List<String> sources,
    Operator operator,
    NumericContract contract,
    Function<Surroundings, Implementation<P>> implementation,
    List<String> catchers,
    String equivalence,
    boolean emulated) {

  /** A bug of a simulated kernel. */
  public PlantedBug(
      String id,
      BugClass kind,
      String title,
      List<String> sources,
      Operator operator,
      NumericContract contract,
      Function<Surroundings, Implementation<P>> implementation,
      List<String> catchers,
      String equivalence) {
    this(
        id, kind, title, sources, operator, contract, implementation, catchers, equivalence, false);
  }

  public PlantedBug {
    sources = List.copyOf(sources);
    catchers = List.copyOf(catchers);
  }
}
