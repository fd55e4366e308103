package assay.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/** The fields of one JSON object, each required to be of its kind. */
record ConfigFields(Place place, JsonNode tree) {

  /** Wider than any model's, and narrow enough that sizes of weights fit in 63 bits. */
  private static final int MOST = 1 << 20;

  ConfigFields inner(String name) throws BadFile {
    JsonNode field = tree.path(name);
    if (!field.isObject()) {
      throw place.bad("%s is %s; it must be an object", name, describe(field));
    }
    return new ConfigFields(place.at(name), field);
  }

  /** Whether the field is given and not null. */
  boolean has(String name) {
    return tree.hasNonNull(name);
  }

  String text(String name) throws BadFile {
    JsonNode field = tree.path(name);
    if (!field.isTextual()) {
      throw place.bad("%s is %s; it must be a text", name, describe(field));
    }
    return field.textValue();
  }

  int count(String name, int least) throws BadFile {
    return count(name, tree.path(name), least);
  }

  int count(String name, JsonNode field, int least) throws BadFile {
    boolean fits = field.isIntegralNumber() && field.canConvertToInt();
    if (!fits || field.intValue() < least || field.intValue() > MOST) {
      throw place.bad(
          "%s is %s; it must be a whole number from %d to %d", name, describe(field), least, MOST);
    }
    return field.intValue();
  }

  long positions(String name) throws BadFile {
    JsonNode field = tree.path(name);
    if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < 1) {
      throw place.bad("%s is %s; it must be a whole number, at least 1", name, describe(field));
    }
    return field.longValue();
  }

  double positive(String name) throws BadFile {
    double value = number(name);
    if (value <= 0) {
      throw place.bad("%s is %s; it must be positive", name, value);
    }
    return value;
  }

  OptionalDouble optional(String name) throws BadFile {
    return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
  }

  private double number(String name) throws BadFile {
    JsonNode field = tree.path(name);
    if (!field.isNumber() || !Double.isFinite(field.doubleValue())) {
      throw place.bad("%s is %s; it must be a finite number", name, describe(field));
    }
    return field.doubleValue();
  }

  static String describe(JsonNode field) {
    return field.isMissingNode() ? "missing" : field.toString();
  }
}
