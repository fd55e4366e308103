package assay.files;

import java.util.Comparator;
import java.util.List;

/** Whether announced tensors tile the data: in order, no byte in two of them, none in none. */
final class SafetensorsLayout {

  private SafetensorsLayout() {}

  /** {@code entries} in the order of their data, once every one of them was found right. */
  static List<SafetensorsEntry> check(Place place, List<SafetensorsEntry> entries, long dataBytes)
      throws BadFile {
    List<SafetensorsEntry> ordered =
        entries.stream()
            .sorted(
                Comparator.comparingLong(SafetensorsEntry::begin)
                    .thenComparingLong(SafetensorsEntry::end))
            .toList();
    long reached = 0;
    for (SafetensorsEntry entry : ordered) {
      Place at = place.at("tensor " + entry.name());
      checkSize(at, entry, dataBytes);
      checkBegin(at, entry, reached);
      reached = entry.end();
    }
    if (reached != dataBytes) {
      throw place.bad(
          "%d bytes follow the last tensor; the file must end with it", dataBytes - reached);
    }
    return ordered;
  }

  private static void checkSize(Place at, SafetensorsEntry entry, long dataBytes) throws BadFile {
    if (entry.begin() < 0 || entry.end() < entry.begin() || entry.end() > dataBytes) {
      throw at.bad(
          "data_offsets is [%d, %d]; it must ascend within 0 to %d",
          entry.begin(), entry.end(), dataBytes);
    }
    long expected = Shapes.byteSize(at, entry.type(), entry.shape());
    if (entry.end() - entry.begin() != expected) {
      throw at.bad(
          "data_offsets hold %d bytes; shape %s of %s takes %d",
          entry.end() - entry.begin(), entry.shape(), entry.type(), expected);
    }
  }

  private static void checkBegin(Place at, SafetensorsEntry entry, long reached) throws BadFile {
    if (entry.begin() != reached) {
      throw at.bad(
          "its data begin at %d but those before end at %d; there may be no %s",
          entry.begin(), reached, entry.begin() < reached ? "overlap" : "hole");
    }
  }
}
