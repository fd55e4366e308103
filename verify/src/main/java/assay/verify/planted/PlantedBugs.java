package assay.verify.planted;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The catalogue: every planted bug, in the order of {@link BugClass}. */
public final class PlantedBugs {

  /** One list for each file of the catalogue. */
  private static final List<List<PlantedBug<?>>> FILES =
      List.of(
          ScaleBugs.BUGS,
          TailBugs.BUGS,
          PagingBugs.BUGS,
          AddressBugs.BUGS,
          PoisonBugs.BUGS,
          SoftmaxBugs.BUGS,
          AccumulationBugs.BUGS,
          SurveyedBugs.BUGS,
          MergeBugs.BUGS,
          EmptyMergeBugs.BUGS,
          LayoutMergeBugs.BUGS);

  private PlantedBugs() {}

  public static List<PlantedBug<?>> all() {
    return FILES.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(PlantedBug::kind))
        .toList();
  }

  /** Those of one class. */
  public static Stream<PlantedBug<?>> of(BugClass kind) {
    return all().stream().filter(bug -> bug.kind() == kind);
  }
}
