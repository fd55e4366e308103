package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;

/** What an access outside a buffer says, by the buffer's name. */
final class StrayClues {

  private static final List<Entry<String, BugClass>> BUFFERS =
      List.of(
          Map.entry("table", BugClass.PAGING),
          Map.entry("cache", BugClass.PAGING),
          Map.entry("indices", BugClass.SPARSE),
          Map.entry("weights", BugClass.PRODUCT),
          Map.entry("codes", BugClass.PRODUCT),
          Map.entry("scales", BugClass.PRODUCT),
          Map.entry("workspace", BugClass.HEADS),
          Map.entry("partial", BugClass.HEADS),
          Map.entry("query", BugClass.HEADS),
          Map.entry("out", BugClass.LAYOUT),
          Map.entry("lse", BugClass.LAYOUT),
          Map.entry("", BugClass.LAYOUT));

  private static final double BELIEF = 0.55;

  private StrayClues() {}

  static List<Diagnosis> of(List<String> messages) {
    List<String> strays = messages.stream().filter(message -> !message.isEmpty()).toList();
    if (strays.isEmpty()) {
      return List.of();
    }
    String said = strays.getFirst();
    String name = said.toLowerCase(Locale.ROOT).split(":", 2)[0];
    BugClass kind =
        BUFFERS.stream()
            .filter(buffer -> name.contains(buffer.getKey()))
            .map(Entry::getValue)
            .findFirst()
            .orElseThrow();
    return List.of(new Diagnosis(kind, said, BELIEF, strays.size()));
  }
}
