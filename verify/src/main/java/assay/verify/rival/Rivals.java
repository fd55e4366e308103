package assay.verify.rival;

import java.util.List;
import java.util.stream.Stream;

/** Every rival: one of a name for each operator that it judges. */
public final class Rivals {

  private static final List<Rival> ALL =
      Stream.of(
              DecodeRivals.FLASH_MLA_KIN,
              DecodeRivals.FLASHINFER_KIN,
              DecodeRivals.OTHERS,
              OtherRivals.ALL,
              GeneralRivals.ALL)
          .flatMap(List::stream)
          .toList();

  private Rivals() {}

  public static List<Rival> all() {
    return ALL;
  }

  /** Names in order, each once. */
  public static List<String> names() {
    return ALL.stream().map(Rival::name).distinct().toList();
  }
}
