package assay.verify.variant;

import java.util.List;

/** Every honest variant of every operator. */
public final class HonestVariants {

  /** One list for each family. */
  private static final List<List<HonestVariant<?>>> FAMILIES =
      List.of(
          PagedMlaDecodeVariants.all(),
          CombineSplitsVariants.all(),
          MlaPrefillVariants.all(),
          SparseMlaDecodeVariants.all(),
          MhaDecodeVariants.all());

  private HonestVariants() {}

  public static List<HonestVariant<?>> all() {
    return FAMILIES.stream().flatMap(List::stream).<HonestVariant<?>>map(v -> v).toList();
  }
}
