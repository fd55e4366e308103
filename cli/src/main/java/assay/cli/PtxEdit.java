package assay.cli;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A change of PTX by what it looks like, so that it survives another compilation, in every entry
 * that looks so.
 *
 * @param what is changed
 * @param of how often an entry has it, if at all
 * @param place which of them is changed, from 0; {@link #EACH} for all
 * @param by what takes its place, as in {@link Matcher#replaceAll}
 */
record PtxEdit(Pattern what, int of, int place, String by) {

  static final int EACH = -1;

  private static final Pattern ENTRY = Pattern.compile("(?m)^(?=\\.visible \\.entry )");

  /** Of what an entry has once. */
  static PtxEdit of(String what, String by) {
    return new PtxEdit(Pattern.compile(what), 1, 0, by);
  }

  /**
   * The changed text.
   *
   * @throws IllegalStateException if no entry has what is changed, or one has it another number of
   *     times
   */
  String applyTo(String ptx) {
    String changed = Stream.of(ENTRY.split(ptx)).map(this::entry).collect(Collectors.joining());
    if (changed.equals(ptx)) {
      throw new IllegalStateException("PTX has no '%s' to change".formatted(what));
    }
    return changed;
  }

  private String entry(String entry) {
    List<MatchResult> found = what.matcher(entry).results().toList();
    if (found.isEmpty()) {
      return entry;
    }
    if (found.size() != of) {
      throw new IllegalStateException(
          "an entry of the PTX has '%s' %d times; it must have it %d times"
              .formatted(what, found.size(), of));
    }
    if (place == EACH) {
      return what.matcher(entry).replaceAll(by);
    }
    Matcher matcher = what.matcher(entry);
    StringBuilder changed = new StringBuilder();
    for (int i = 0; matcher.find(); i++) {
      matcher.appendReplacement(
          changed, i == place ? by : Matcher.quoteReplacement(matcher.group()));
    }
    return matcher.appendTail(changed).toString();
  }
}
