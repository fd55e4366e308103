package assay.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON header of a safetensors file, token by token: a tree would take ten times its size.
 *
 * <p>Every key must be known, and every value of its kind; whether the offsets fit together is
 * {@link SafetensorsLayout}'s concern.
 */
final class SafetensorsHeader {

  static final String METADATA = "__metadata__";

  private final Place place;
  private final JsonParser json;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<SafetensorsEntry> entries = new ArrayList<>();

  private SafetensorsHeader(Place place, JsonParser json) {
    this.place = place;
    this.json = json;
  }

  static SafetensorsHeader parse(Place place, byte[] utf8) throws IOException {
    try (JsonParser json = StrictJson.parser(place, utf8)) {
      SafetensorsHeader header = new SafetensorsHeader(place, json);
      header.read();
      return header;
    } catch (JsonProcessingException malformed) {
      throw StrictJson.complaint(place, malformed);
    }
  }

  Map<String, String> metadata() {
    return metadata;
  }

  List<SafetensorsEntry> entries() {
    return entries;
  }

  private void read() throws IOException {
    expect(place, JsonToken.START_OBJECT, "an object of tensors");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (name.equals(METADATA)) {
        readMetadata(place.at(METADATA));
      } else {
        readEntry(name, place.at("tensor " + name));
      }
    }
    if (json.nextToken() != null) {
      throw place.bad("the header goes on after its object; only spaces may follow");
    }
  }

  private void readMetadata(Place at) throws IOException {
    expect(at, JsonToken.START_OBJECT, "an object of texts");
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      expect(at, JsonToken.VALUE_STRING, "a text");
      metadata.put(key, unicode(at, key, json.getText()));
    }
  }

  private void readEntry(String name, Place at) throws IOException {
    expect(at, JsonToken.START_OBJECT, "an object with dtype, shape and data_offsets");
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      readField(fields, at);
    }
    DataType type = given(fields.type, "dtype", at);
    List<Long> shape = given(fields.shape, "shape", at);
    List<Long> offsets = given(fields.offsets, "data_offsets", at);
    if (offsets.size() != 2) {
      throw at.bad("data_offsets is %s; it must be two numbers", offsets);
    }
    entries.add(new SafetensorsEntry(name, type, shape, offsets.getFirst(), offsets.getLast()));
  }

  private static <T> T given(Optional<T> field, String key, Place at) throws BadFile {
    return field.orElseThrow(() -> at.bad("%s is missing; each tensor has one", key));
  }

  private void readField(Fields fields, Place at) throws IOException {
    switch (json.currentName()) {
      case "dtype" -> fields.type = Optional.of(readType(at));
      case "shape" -> fields.shape = Optional.of(readNumbers(at, "shape"));
      case "data_offsets" -> fields.offsets = Optional.of(readNumbers(at, "data_offsets"));
      case String unknown ->
          throw at.bad("key %s is not known; allowed are dtype, shape, data_offsets", unknown);
    }
  }

  private DataType readType(Place at) throws IOException {
    expect(at, JsonToken.VALUE_STRING, "the text of dtype");
    String name = json.getText();
    return DataType.named(name)
        .orElseThrow(
            () -> at.bad("dtype is %s; it must be one of %s", name, List.of(DataType.values())));
  }

  private List<Long> readNumbers(Place at, String what) throws IOException {
    expect(at, JsonToken.START_ARRAY, "an array of whole numbers as " + what);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || numbers.size() == Shapes.MAX_RANK) {
        throw at.bad("%s must be at most %d whole numbers", what, Shapes.MAX_RANK);
      }
      numbers.add(json.getLongValue());
    }
    return numbers;
  }

  private void expect(Place at, JsonToken token, String expected) throws IOException {
    JsonToken found = json.nextToken();
    if (found != token) {
      throw at.bad("%s is where %s must be", found == null ? "nothing" : json.getText(), expected);
    }
  }

  /** The parser sees to names, but not to texts. */
  private static String unicode(Place at, String key, String text) throws BadFile {
    if (!StrictJson.isUnicode(text)) {
      throw at.bad("%s has half a surrogate pair; it must be Unicode", key);
    }
    return text;
  }

  /** What was read of an entry so far. */
  private static final class Fields {
    Optional<DataType> type = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();
    Optional<List<Long>> offsets = Optional.empty();
  }
}
