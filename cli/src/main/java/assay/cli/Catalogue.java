package assay.cli;

import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every planted bug, of simulated kernels and of PTX, in the order of its classes. */
final class Catalogue {

  private static final List<PlantedBug<?>> ALL =
      Stream.<PlantedBug<?>>concat(
              PlantedBugs.all().stream(), PtxBugs.ALL.stream().map(PtxBug::planted))
          .sorted(Comparator.comparing(PlantedBug::kind))
          .toList();

  private Catalogue() {}

  static List<PlantedBug<?>> all() {
    return ALL;
  }
}
