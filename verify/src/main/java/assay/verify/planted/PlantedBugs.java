package assay.verify.planted;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The catalogue: every planted bug, in the order of {@link BugClass}. */
public final class PlantedBugs {

  /** One list for each file of the catalogue. */
  private static final List<List<PlantedBug<?>>> FILES =
      Stream.concat(
              Stream.of(
                  ScaleBugs.BUGS,
                  MergeBugs.BUGS,
                  LseBugs.BUGS,
                  SinkBugs.BUGS,
                  EmptyMergeBugs.BUGS,
                  EmptyBugs.BUGS,
                  TailBugs.BUGS,
                  CausalBugs.BUGS,
                  PagingBugs.BUGS,
                  AddressBugs.BUGS,
                  PoisonBugs.BUGS,
                  SoftmaxBugs.BUGS,
                  AccumulationBugs.BUGS,
                  HeadBugs.BUGS,
                  LayoutMergeBugs.BUGS,
                  LayoutBugs.BUGS,
                  SparseBugs.BUGS,
                  SurveyedBugs.BUGS),
              LinearBugs.FILES.stream())
          .toList();

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
