package assay.golden.lanes;

import assay.spec.KeyLoops;
import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The binary64 loops that products, attention and its budgets are made of.
 *
 * <p>Rows that are computed together (heads, or the tokens of a batch) lie side by side in the
 * lanes of a panel; what they share (keys, weights) is broadcast. Each lane computes alone, so its
 * bits depend neither on the width of a register nor on what is in the other lanes.
 */
record DoubleTiles(
    String name,
    DoubleRows rows,
    DoubleColumns columns,
    DoubleDots dots,
    DoubleSoftmax softmax,
    DoublePaths paths,
    KeyLoops keyLoops) {

  /** Elements from one shared row to the next: constant, so that addresses are. */
  static final int ROW = 584;

  /** Shared rows that are multiplied at once. */
  static final int ROWS = 8;

  /** Lanes of a whole panel. */
  static final int PANEL = 16;

  /** Lanes of a half panel: two registers of 512 bits fill a whole one. */
  static final int HALF = PANEL / 2;

  private static final List<DoubleTiles> ALL =
      Stream.concat(
              Stream.of(scalar()),
              Stream.of(
                      DoubleVector.SPECIES_128, DoubleVector.SPECIES_256, DoubleVector.SPECIES_512)
                  .map(DoubleTiles::load))
          .toList();

  /** Plain loops, then each register width, narrowest first. */
  static List<DoubleTiles> all() {
    return ALL;
  }

  /** Those of this name; plain loops if there are none. */
  static DoubleTiles named(String name) {
    return ALL.stream().filter(t -> t.name.equals(name)).findFirst().orElse(ALL.getFirst());
  }

  private static DoubleTiles scalar() {
    return new DoubleTiles(
        "scalar",
        new ScalarDoubleRows(),
        new ScalarDoubleColumns(),
        new ScalarDoubleDots(),
        new ScalarDoubleSoftmax(),
        new ScalarDoublePaths(),
        KeyLoops.PLAIN);
  }

  private static DoubleTiles load(VectorSpecies<Double> species) {
    return new DoubleTiles(
        "vector-" + species.vectorBitSize(),
        Template.load(VectorDoubleRows.class, DoubleRows.class, species),
        Template.load(VectorDoubleColumns.class, DoubleColumns.class, species),
        Template.load(VectorDoubleDots.class, DoubleDots.class, species),
        Template.load(VectorDoubleSoftmax.class, DoubleSoftmax.class, species),
        Template.load(VectorDoublePaths.class, DoublePaths.class, species),
        Template.load(VectorKeyLoops.class, KeyLoops.class, species));
  }
}
