package assay.gpu.jcuda;

import assay.gpu.device.KernelArguments;
import assay.gpu.device.KernelArguments.Argument;
import assay.gpu.device.LaunchRejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of an entry's parameters, read from the PTX text: the driver takes a list of pointers
 * on trust and reads past a wrong one.
 *
 * @param bytes the size of each parameter, in order
 */
record EntryParameters(String entry, List<Integer> bytes) {

  private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|(?s:/\\*.*?\\*/)");
  private static final Pattern ENTRY =
      Pattern.compile("\\.entry\\s+([\\w$%]+)\\s*(?:\\(([^)]*)\\))?");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\.param(?:\\s+\\.align\\s+\\d+)?\\s+\\.[a-z]+?(\\d+)\\b[^\\[,]*(?:\\[\\s*(\\d+)\\s*])?");

  EntryParameters {
    bytes = List.copyOf(bytes);
  }

  /** The parameters of {@code entry}, or nothing if {@code ptx} has no such entry. */
  static Optional<EntryParameters> of(String ptx, String entry) {
    Matcher matcher = ENTRY.matcher(COMMENT.matcher(ptx).replaceAll(" "));
    while (matcher.find()) {
      if (matcher.group(1).equals(entry)) {
        return Optional.of(new EntryParameters(entry, sizes(matcher.group(2))));
      }
    }
    return Optional.empty();
  }

  private static List<Integer> sizes(@Nullable String list) {
    List<Integer> sizes = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(list == null ? "" : list);
    while (matcher.find()) {
      int count = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
      sizes.add(Integer.parseInt(matcher.group(1)) / Byte.SIZE * count);
    }
    return sizes;
  }

  /**
   * Holds the arguments against the parameters.
   *
   * @throws LaunchRejected if their number or a size differs
   */
  void require(KernelArguments arguments) {
    List<Argument> list = arguments.list();
    if (list.size() != bytes.size()) {
      throw new LaunchRejected(
          "%s takes %d arguments, but %d are given".formatted(entry, bytes.size(), list.size()));
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).bytes() != bytes.get(i)) {
        throw new LaunchRejected(
            "argument %d of %s has %d bytes, but the parameter has %d"
                .formatted(i, entry, list.get(i).bytes(), bytes.get(i)));
      }
    }
  }
}
