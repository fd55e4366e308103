package assay.golden.lanes;

import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The F32 loops that products and attention are made of.
 *
 * <p>Rows that are computed together (heads, or the tokens of a batch) lie side by side in the
 * lanes of a panel; what they share (keys, weights) is broadcast. Each lane computes alone, so its
 * bits depend neither on the width of a register nor on what is in the other lanes.
 */
record FloatTiles(
    String name, FloatRows rows, FloatColumns columns, FloatDots dots, FloatSoftmax softmax) {

  /** Elements from one shared row to the next: constant, so that addresses are. */
  static final int ROW = 592;

  /** Shared rows that are multiplied at once. */
  static final int ROWS = 8;

  /** Lanes of a whole panel. */
  static final int PANEL = 32;

  /** Lanes of a half panel: two registers of 512 bits fill a whole one. */
  static final int HALF = PANEL / 2;

  private static final List<FloatTiles> ALL =
      Stream.concat(
              Stream.of(scalar()),
              Stream.of(FloatVector.SPECIES_128, FloatVector.SPECIES_256, FloatVector.SPECIES_512)
                  .map(FloatTiles::load))
          .toList();

  /** Plain loops, then each register width, narrowest first. */
  static List<FloatTiles> all() {
    return ALL;
  }

  /** Those of this name; plain loops if there are none. */
  static FloatTiles named(String name) {
    return ALL.stream().filter(t -> t.name.equals(name)).findFirst().orElse(ALL.getFirst());
  }

  private static FloatTiles scalar() {
    return new FloatTiles(
        "scalar",
        new ScalarFloatRows(),
        new ScalarFloatColumns(),
        new ScalarFloatDots(),
        new ScalarFloatSoftmax());
  }

  private static FloatTiles load(VectorSpecies<Float> species) {
    return new FloatTiles(
        "vector-" + species.vectorBitSize(),
        Template.load(VectorFloatRows.class, FloatRows.class, species),
        Template.load(VectorFloatColumns.class, FloatColumns.class, species),
        Template.load(VectorFloatDots.class, FloatDots.class, species),
        Template.load(VectorFloatSoftmax.class, FloatSoftmax.class, species));
  }
}
