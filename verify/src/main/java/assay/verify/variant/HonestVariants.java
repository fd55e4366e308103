package assay.verify.variant;

import java.util.List;
import java.util.stream.Stream;

/** Every honest variant of every operator. */
public final class HonestVariants {

  /** One list for each family. */
  private static final List<List<HonestVariant<?>>> FAMILIES =
      Stream.of(
              List.of(PagedMlaDecodeVariants.all()),
              CombineSplitsVariants.families(),
              MlaPrefillVariants.families(),
              SparseMlaDecodeVariants.families(),
              MhaDecodeVariants.families(),
              LinearVariants.families())
          .flatMap(List::stream)
          .toList();

  private HonestVariants() {}

  public static List<HonestVariant<?>> all() {
    return FAMILIES.stream().flatMap(List::stream).<HonestVariant<?>>map(v -> v).toList();
  }
}
