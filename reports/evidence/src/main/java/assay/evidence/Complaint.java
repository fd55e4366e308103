package assay.evidence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** What is wrong with a line, in the words of the file format instead of the parser's. */
final class Complaint {

  private Complaint() {}

  static String about(JsonProcessingException objection) {
    return switch (objection) {
      case InvalidTypeIdException kind -> kind(kind);
      case UnrecognizedPropertyException field -> field(field) + "is not known";
      case InvalidNullException field -> field(field) + "is null";
      case InvalidFormatException field -> field(field) + wrongValue(field);
      case JsonMappingException field -> field(field) + shape(field);
      case StreamConstraintsException limit -> "it is nested too deeply or a value is too long";
      default -> "it is not JSON: " + firstLine(objection);
    };
  }

  private static String kind(InvalidTypeIdException unknown) {
    JsonSubTypes types = unknown.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
    return "kind is %s; allowed are %s"
        .formatted(
            unknown.getTypeId() == null ? "absent" : "'" + unknown.getTypeId() + "'",
            Arrays.stream(types.value())
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.joining(", ")));
  }

  private static String wrongValue(InvalidFormatException field) {
    String type = field.getTargetType().getSimpleName();
    return "is '%s', which is no %s".formatted(field.getValue(), type);
  }

  /** Jackson has no exception of its own for these. */
  private static String shape(JsonMappingException field) {
    String objection = firstLine(field);
    if (objection.startsWith("Missing ")) {
      return "is missing";
    }
    return objection.startsWith("Trailing token")
        ? "it goes on after its first JSON value"
        : "has a value of the wrong type";
  }

  private static String field(JsonMappingException objection) {
    String path =
        objection.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : "field '" + path + "' ";
  }

  private static String firstLine(JsonProcessingException objection) {
    return objection.getOriginalMessage().lines().findFirst().orElse("malformed");
  }
}
