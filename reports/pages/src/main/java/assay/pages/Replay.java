package assay.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Command lines to type again. */
final class Replay {

  private static final Set<String> KEPT = Set.of("--kernel", "--device");

  private static final String OUT = "--out";
  private static final String DEFAULT_OUT = "assay-out";

  private Replay() {}

  /** Runs one failing case again, on the kernel and device it failed on. */
  static String command(List<String> original, String property, String problem) {
    List<String> words = new ArrayList<>(List.of("./assay", "verify"));
    words.addAll(kept(original));
    words.addAll(List.of("--property", quoted(property), "--case", always(problem)));
    return String.join(" ", words);
  }

  /** The same from the file that the case left, relative to the run's folder. */
  static String file(List<String> original, String reproducer) {
    List<String> words = new ArrayList<>(List.of("./assay", "replay"));
    words.addAll(kept(original));
    words.add(quoted(folder(original) + "/" + reproducer));
    return String.join(" ", words);
  }

  private static String folder(List<String> original) {
    for (int i = 0; i < original.size(); i++) {
      String word = original.get(i);
      if (word.equals(OUT) && i + 1 < original.size()) {
        return original.get(i + 1);
      }
      if (word.startsWith(OUT + "=")) {
        return word.substring(OUT.length() + 1);
      }
    }
    return DEFAULT_OUT;
  }

  /** A command line that a shell splits into {@code arguments}. */
  static String line(List<String> arguments) {
    return "./assay " + arguments.stream().map(Replay::quoted).collect(Collectors.joining(" "));
  }

  private static List<String> kept(List<String> original) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < original.size(); i++) {
      String word = original.get(i);
      if (KEPT.contains(word) && i + 1 < original.size()) {
        kept.add(word);
        kept.add(quoted(original.get(++i)));
      } else if (KEPT.stream().anyMatch(option -> word.startsWith(option + "="))) {
        kept.add(quoted(word));
      }
    }
    return kept;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=-]+") ? word : always(word);
  }

  private static String always(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
