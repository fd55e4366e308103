package assay.golden.lanes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import jdk.incubator.vector.VectorSpecies;

/**
 * Classes that are defined once for each register width, as hidden classes with the species as
 * their class data: a species that is not a constant costs an order of magnitude.
 *
 * <p>A template used directly has no species.
 */
final class Template {

  private Template() {}

  /** An instance of {@code template}'s copy for {@code species}. */
  static <T> T load(Class<? extends T> template, Class<T> type, VectorSpecies<?> species) {
    try {
      Class<?> copy =
          MethodHandles.lookup()
              .defineHiddenClassWithClassData(bytes(template), species, true)
              .lookupClass();
      return type.cast(copy.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(template + " does not load for " + species, e);
    }
  }

  /** The species of the copy that looks it up. */
  @SuppressWarnings("unchecked")
  static VectorSpecies<Float> floatSpecies(Lookup copy) {
    return (VectorSpecies<Float>) species(copy);
  }

  /** The species of the copy that looks it up. */
  @SuppressWarnings("unchecked")
  static VectorSpecies<Double> doubleSpecies(Lookup copy) {
    return (VectorSpecies<Double>) species(copy);
  }

  private static VectorSpecies<?> species(Lookup copy) {
    try {
      return MethodHandles.classData(copy, "_", VectorSpecies.class);
    } catch (IllegalAccessException e) {
      throw new LinkageError(copy + " has no species", e);
    }
  }

  private static byte[] bytes(Class<?> template) {
    String name = template.getSimpleName() + ".class";
    try (InputStream in = template.getResourceAsStream(name)) {
      if (in == null) {
        throw new LinkageError(name + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
