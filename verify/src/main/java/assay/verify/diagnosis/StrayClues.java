package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an access outside a buffer says, by the buffer's name. */
final class StrayClues {

  private static final List<Entry<String, BugClass>> BUFFERS =
      List.of(
          Map.entry("table", BugClass.PAGING),
          Map.entry("cache", BugClass.PAGING),
          Map.entry("pool", BugClass.PAGING),
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

  private static final Pattern ADDRESS =
      Pattern.compile("at address (-?[0-9]+) .* ([0-9]+) bytes apart");

  private static final Pattern GAP =
      Pattern.compile("index ([0-9]+) is outside its [0-9]+ rows of ([0-9]+), ([0-9]+) apart");

  /** What an input was that the next run finds changed. */
  private static final String WRITTEN = "an input was written";

  private static final long MOST_PAGES = 1L << 30;

  private static final double BELIEF = 0.55;

  private StrayClues() {}

  static List<Diagnosis> of(List<String> messages) {
    List<String> strays = messages.stream().filter(message -> !message.isEmpty()).toList();
    if (strays.isEmpty()) {
      return List.of();
    }
    String said = strays.getFirst();
    if (said.endsWith(WRITTEN)) {
      return List.of(new Diagnosis(BugClass.STATE, said, BELIEF, strays.size()));
    }
    String name = said.toLowerCase(Locale.ROOT).split(":", 2)[0];
    BugClass kind =
        BUFFERS.stream()
            .filter(buffer -> name.contains(buffer.getKey()))
            .map(Entry::getValue)
            .findFirst()
            .orElseThrow();
    boolean past = kind == BugClass.PRODUCT && strays.stream().allMatch(StrayClues::isPastRow);
    BugClass what =
        past || strays.stream().anyMatch(StrayClues::followsPoison) ? BugClass.TAIL : kind;
    return List.of(new Diagnosis(what, said, BELIEF, strays.size()));
  }

  /** Whether it is the first place after a row, where a tile that is not full goes on. */
  private static boolean isPastRow(String message) {
    Matcher place = GAP.matcher(message);
    return place.find()
        && Long.parseLong(place.group(1)) % Long.parseLong(place.group(3))
            == Long.parseLong(place.group(2));
  }

  /**
   * Whether the page's number is none that a table could hold: then an entry was followed that no
   * key is behind.
   */
  private static boolean followsPoison(String message) {
    Matcher place = ADDRESS.matcher(message);
    return place.find()
        && Math.abs(Long.parseLong(place.group(1)) / Long.parseLong(place.group(2))) >= MOST_PAGES;
  }
}
