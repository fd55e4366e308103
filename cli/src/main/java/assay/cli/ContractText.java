package assay.cli;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@link NumericContract} as a person writes it: changes to another one, such as {@code
 * weights=f32,features=hopper,keys=hopper/64,exp2=2.4e-7}.
 *
 * <p>{@code /64} after a way to sum means that 64 terms are summed apart before they join the rest.
 */
final class ContractText {

  private static final Map<String, Accumulation> SUMS = new LinkedHashMap<>();

  static {
    SUMS.put("chain", Accumulation.CHAIN);
    SUMS.put("volta", Accumulation.VOLTA);
    SUMS.put("turing", Accumulation.TURING);
    SUMS.put("ampere", Accumulation.AMPERE);
    SUMS.put("hopper", Accumulation.HOPPER);
    SUMS.put("blackwell", Accumulation.BLACKWELL);
    SUMS.put("ada-fp8", Accumulation.ADA_FP8);
    SUMS.put("hopper-fp8", Accumulation.HOPPER_FP8);
    SUMS.put("blackwell-fp8", Accumulation.BLACKWELL_FP8);
  }

  private static final List<String> NAMES =
      List.of(
          "scores",
          "weights",
          "accumulator",
          "features",
          "keys",
          "output",
          "lse",
          "exp2",
          "log",
          "rescale");

  private FloatFormat scores;
  private FloatFormat weights;
  private FloatFormat accumulator;
  private Accumulation features;
  private Accumulation keys;
  private FloatFormat output;
  private FloatFormat lse;
  private double exp2;
  private double log;
  private int rescale;

  private ContractText(NumericContract base) {
    scores = base.scores();
    weights = base.weights();
    accumulator = base.accumulator();
    features = base.overFeatures();
    keys = base.overKeys();
    output = base.output();
    lse = base.lse();
    exp2 = base.exp2RelativeError();
    log = base.logAbsoluteError();
    rescale = base.keysPerRescale();
  }

  /**
   * {@code base} with the changes of {@code text}.
   *
   * @throws IllegalArgumentException if a name is unknown or a value is not allowed
   */
  static NumericContract parse(NumericContract base, String text) {
    ContractText contract = new ContractText(base);
    for (String part : text.split(",", -1)) {
      contract.change(part);
    }
    return contract.contract();
  }

  private void change(String part) {
    int equals = part.indexOf('=');
    String value = part.substring(equals + 1);
    switch (equals < 0 ? "" : part.substring(0, equals)) {
      case "scores" -> scores = format(part, value);
      case "weights" -> weights = format(part, value);
      case "accumulator" -> accumulator = format(part, value);
      case "features" -> features = sums(part, value);
      case "keys" -> keys = sums(part, value);
      case "output" -> output = format(part, value);
      case "lse" -> lse = format(part, value);
      case "exp2" -> exp2 = number(part, () -> Double.valueOf(value));
      case "log" -> log = number(part, () -> Double.valueOf(value));
      case "rescale" -> rescale = number(part, () -> Integer.valueOf(value));
      default -> throw refused(part, "NAME=VALUE with a name of " + String.join(", ", NAMES));
    }
  }

  private static FloatFormat format(String part, String value) {
    List<FloatFormat> formats = List.of(FloatFormat.values());
    return formats.stream()
        .filter(format -> word(format).equals(value))
        .findFirst()
        .orElseThrow(() -> refused(part, "one of " + words(formats)));
  }

  private static Accumulation sums(String part, String value) {
    String[] words = value.split("/", 2);
    Accumulation sums = SUMS.get(words[0]);
    if (sums == null) {
      throw refused(part, "one of " + String.join(", ", SUMS.keySet()) + ", or that and /64");
    }
    return words.length == 1
        ? sums
        : sums.inBlocksOf(number(part, () -> Integer.valueOf(words[1])));
  }

  /** Reads a number. */
  @FunctionalInterface
  private interface Reader<T> {
    T read();
  }

  private static <T> T number(String part, Reader<T> reader) {
    try {
      return reader.read();
    } catch (NumberFormatException e) {
      throw refused(part, "a number");
    }
  }

  private NumericContract contract() {
    return new NumericContract(
        scores, weights, accumulator, features, keys, output, lse, exp2, log, rescale);
  }

  private static String word(FloatFormat format) {
    return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String words(List<FloatFormat> formats) {
    return formats.stream().map(ContractText::word).collect(Collectors.joining(", "));
  }

  private static IllegalArgumentException refused(String part, String allowed) {
    return new IllegalArgumentException(
        "contract has '%s'; it must be %s".formatted(part, allowed));
  }
}
