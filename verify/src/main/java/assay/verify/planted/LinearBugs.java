package assay.verify.planted;

import java.util.List;

/** Bugs of the operators around attention. */
final class LinearBugs {

  static final List<List<PlantedBug<?>>> FILES =
      List.of(
          RmsNormBugs.ALL,
          RmsNormRowBugs.ALL,
          ProjectionBugs.ALL,
          ProjectionDataBugs.ALL,
          AbsorbQueryBugs.ALL,
          UnabsorbOutputBugs.ALL,
          DecompressHeadsBugs.ALL);

  private LinearBugs() {}
}
