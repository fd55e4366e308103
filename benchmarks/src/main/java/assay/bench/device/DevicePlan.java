package assay.bench.device;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which shapes are timed, and how.
 *
 * @param heads query heads; 16 is DeepSeek-V2-Lite's decode, 128 DeepSeek-V3's
 * @param keys of each sequence
 * @param batches sequences
 * @param l2 where inputs are when a repetition begins
 * @param effort how long each case is timed
 * @param copyBytes what the device copies at a time to show its bandwidth, a multiple of 16
 * @param productSize of the square product that shows its bf16 rate
 */
public record DevicePlan(
    List<Integer> heads,
    List<Integer> keys,
    List<Integer> batches,
    DeviceBench.L2 l2,
    DeviceBench.Effort effort,
    long copyBytes,
    int productSize) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "heads", "16,128",
          "keys", "4096,32768",
          "batch", "1,16",
          "l2", "flushed",
          "copyMebibytes", "1024",
          "product", "8192");

  public DevicePlan {
    heads = List.copyOf(heads);
    keys = List.copyOf(keys);
    batches = List.copyOf(batches);
    if (!Set.of(16, 128).containsAll(heads)) {
      throw new IllegalArgumentException("heads is " + heads + "; allowed are 16 and 128");
    }
  }

  /**
   * From {@code --param} of the command line; what is not given has its default.
   *
   * @throws IllegalArgumentException if a name is unknown or a value is none
   */
  public static DevicePlan of(Map<String, String> given, boolean quick) {
    for (String name : given.keySet()) {
      if (!DEFAULTS.containsKey(name)) {
        throw new IllegalArgumentException(
            "param is '%s'; with --device allowed are %s"
                .formatted(name, new TreeSet<>(DEFAULTS.keySet())));
      }
    }
    return new DevicePlan(
        numbers(given, "heads"),
        numbers(given, "keys"),
        numbers(given, "batch"),
        l2(text(given, "l2")),
        quick ? DeviceBench.Effort.QUICK : DeviceBench.Effort.FULL,
        (long) number("copyMebibytes", text(given, "copyMebibytes")) << 20,
        number("product", text(given, "product")));
  }

  private static String text(Map<String, String> given, String name) {
    return given.getOrDefault(name, String.valueOf(DEFAULTS.get(name)));
  }

  private static DeviceBench.L2 l2(String word) {
    return switch (word) {
      case "flushed" -> DeviceBench.L2.FLUSHED;
      case "warm" -> DeviceBench.L2.WARM;
      default ->
          throw new IllegalArgumentException(
              "param l2 is '" + word + "'; allowed are flushed and warm");
    };
  }

  private static List<Integer> numbers(Map<String, String> given, String name) {
    return Arrays.stream(text(given, name).split(",", -1)).map(one -> number(name, one)).toList();
  }

  private static int number(String name, String digits) {
    if (!digits.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(
          "param %s is '%s'; it must be a whole number from 1 to 9999999".formatted(name, digits));
    }
    return Integer.parseInt(digits);
  }
}
