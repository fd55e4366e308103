package assay.cli;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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

  private static final Map<String, Function<NumericContract, Object>> FIELDS =
      new LinkedHashMap<>();

  static {
    FIELDS.put("scores", NumericContract::scores);
    FIELDS.put("weights", NumericContract::weights);
    FIELDS.put("accumulator", NumericContract::accumulator);
    FIELDS.put("features", NumericContract::overFeatures);
    FIELDS.put("keys", NumericContract::overKeys);
    FIELDS.put("output", NumericContract::output);
    FIELDS.put("lse", NumericContract::lse);
    FIELDS.put("exp2", NumericContract::exp2RelativeError);
    FIELDS.put("log", NumericContract::logAbsoluteError);
    FIELDS.put("rescale", NumericContract::keysPerRescale);
  }

  private final Map<String, Object> values = new LinkedHashMap<>();

  private ContractText(NumericContract base) {
    FIELDS.forEach((name, field) -> values.put(name, field.apply(base)));
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
    String name = equals < 0 ? part : part.substring(0, equals);
    String value = part.substring(equals + 1);
    if (equals < 0 || !FIELDS.containsKey(name)) {
      throw refused(part, "NAME=VALUE with a name of " + String.join(", ", FIELDS.keySet()));
    }
    values.put(
        name,
        switch (values.get(name)) {
          case FloatFormat format -> format(part, value);
          case Accumulation sums -> sums(part, value);
          case Integer keys -> number(part, () -> Integer.valueOf(value));
          default -> number(part, () -> Double.valueOf(value));
        });
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
        (FloatFormat) values.get("scores"),
        (FloatFormat) values.get("weights"),
        (FloatFormat) values.get("accumulator"),
        (Accumulation) values.get("features"),
        (Accumulation) values.get("keys"),
        (FloatFormat) values.get("output"),
        (FloatFormat) values.get("lse"),
        (Double) values.get("exp2"),
        (Double) values.get("log"),
        (Integer) values.get("rescale"));
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
