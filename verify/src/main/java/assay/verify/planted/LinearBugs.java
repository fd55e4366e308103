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
          DecompressHeadsBugs.ALL,
          RotaryEmbeddingBugs.ALL,
          RotaryEmbeddingRowBugs.ALL,
          CacheScaleBugs.ALL,
          CacheCodeBugs.ALL,
          CachePlaceBugs.ALL,
          CacheRowBugs.ALL,
          LayerAngleBugs.ALL,
          LayerPathBugs.ALL,
          LayerMemoryBugs.ALL,
          LayerStateBugs.ALL,
          CacheReaderBugs.ALL);

  private LinearBugs() {}
}
