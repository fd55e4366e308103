package assay.golden.lanes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads {@link VectorLanes} once for each register width, as a hidden class with the species as its
 * class data: a species that is not a constant costs an order of magnitude.
 */
final class VectorLanesLoader {

  private static final List<Lanes> ALL =
      Stream.of(DoubleVector.SPECIES_128, DoubleVector.SPECIES_256, DoubleVector.SPECIES_512)
          .map(VectorLanesLoader::load)
          .toList();

  private VectorLanesLoader() {}

  static List<Lanes> all() {
    return ALL;
  }

  static Lanes preferred() {
    String name = "vector-" + DoubleVector.SPECIES_PREFERRED.vectorBitSize();
    Optional<Lanes> preferred = ALL.stream().filter(l -> l.name().equals(name)).findFirst();
    return preferred.orElseGet(ScalarLanes::new);
  }

  private static Lanes load(VectorSpecies<Double> species) {
    try {
      return (Lanes)
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(template(), species, true)
              .lookupClass()
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("VectorLanes does not load for " + species, e);
    }
  }

  private static byte[] template() {
    try (InputStream in = VectorLanes.class.getResourceAsStream("VectorLanes.class")) {
      if (in == null) {
        throw new LinkageError("VectorLanes.class is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
