package assay.verify;

import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Recipes as one line of text, and back. */
final class PagedMlaDecodeRecipeText {

  private static final String DEFAULTS =
      "heads=16 latent=512 rope=64 queries=1 causal=false page=64 lengths=64 scale=0.1352338"
          + " gain=1 pattern=normal seed=1";

  private PagedMlaDecodeRecipeText() {}

  static String format(PagedMlaDecodeRecipe recipe) {
    return "heads=%d latent=%d rope=%d queries=%d causal=%s page=%d lengths=%s scale=%s gain=%s pattern=%s seed=%d"
        .formatted(
            recipe.heads(),
            recipe.latent(),
            recipe.rope(),
            recipe.queryTokens(),
            recipe.causal(),
            recipe.pageSize(),
            recipe.lengths().stream().map(String::valueOf).collect(Collectors.joining(",")),
            recipe.scale(),
            recipe.gain(),
            recipe.pattern().name().toLowerCase(Locale.ROOT),
            recipe.seed());
  }

  static PagedMlaDecodeRecipe parse(String text) {
    Map<String, String> values = pairs(DEFAULTS);
    pairs(text)
        .forEach((name, value) -> {
          if (values.replace(name, value) == null) {
            throw new IllegalArgumentException(
                "case has '%s'; allowed are %s".formatted(name, values.keySet()));
          }
        });
    return new PagedMlaDecodeRecipe(
        read(values, "heads", Integer::parseInt),
        read(values, "latent", Integer::parseInt),
        read(values, "rope", Integer::parseInt),
        read(values, "queries", Integer::parseInt),
        read(values, "causal", PagedMlaDecodeRecipeText::truth),
        read(values, "page", Integer::parseInt),
        read(values, "lengths", PagedMlaDecodeRecipeText::lengths),
        read(values, "scale", Float::parseFloat),
        read(values, "gain", Double::parseDouble),
        read(values, "pattern", value -> Pattern.valueOf(value.toUpperCase(Locale.ROOT))),
        read(values, "seed", Long::parseLong));
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.strip().split("\\s+")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "case has '%s'; it is a line of name=value pairs such as '%s'"
                .formatted(pair, DEFAULTS));
      }
      String name = pair.substring(0, equals);
      if (pairs.put(name, pair.substring(equals + 1)) != null) {
        throw new IllegalArgumentException("case has '%s' twice".formatted(name));
      }
    }
    return pairs;
  }

  private static <T> T read(Map<String, String> values, String name, Function<String, T> parser) {
    String value = values.getOrDefault(name, "");
    try {
      return parser.apply(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is '%s'; a value such as %s is allowed"
              .formatted(name, value, pairs(DEFAULTS).get(name)),
          e);
    }
  }

  private static boolean truth(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static List<Integer> lengths(String value) {
    return value.isEmpty()
        ? List.of()
        : Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
  }
}
