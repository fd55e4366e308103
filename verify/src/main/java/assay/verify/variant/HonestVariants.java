package assay.verify.variant;

import java.util.List;
import java.util.stream.Stream;

/** Every honest variant of every operator. */
public final class HonestVariants {

  /** One list for each family. */
  private static final List<List<HonestVariant<?>>> FAMILIES =
      Stream.concat(
              Stream.of(
                  PagedMlaDecodeVariants.all(),
                  CombineSplitsVariants.all(),
                  MlaPrefillVariants.all(),
                  SparseMlaDecodeVariants.all(),
                  MhaDecodeVariants.all()),
              LinearVariants.families().stream())
          .toList();

  private HonestVariants() {}

  public static List<HonestVariant<?>> all() {
    return FAMILIES.stream().flatMap(List::stream).<HonestVariant<?>>map(v -> v).toList();
  }
}
