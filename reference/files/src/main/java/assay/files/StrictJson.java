package assay.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON from strangers: UTF-8 alone, no key twice, no deep nesting, nothing after the value. */
final class StrictJson {

  /** The longest JSON that is read; the limit that safetensors sets for its header. */
  static final int MAX_BYTES = 100_000_000;

  private static final int MAX_DEPTH = 32;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // Names are the file's: they are neither kept nor hashed in a table of a fixed size.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

  private StrictJson() {}

  /** A whole file as a tree. */
  static JsonNode read(Path file) throws IOException {
    MappedFile.requireRegular(file);
    Place place = Place.of(file);
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw place.bad("it has %d bytes; JSON is read up to %d", size, MAX_BYTES);
    }
    try (JsonParser parser = parser(place, Files.readAllBytes(file))) {
      JsonNode tree = MAPPER.readTree(parser);
      if (parser.nextToken() != null) {
        throw place.bad("it goes on after its JSON value; only spaces may follow");
      }
      return tree == null ? MAPPER.missingNode() : tree;
    } catch (JsonProcessingException malformed) {
      throw complaint(place, malformed);
    }
  }

  /** Tokens of {@code utf8}. */
  static JsonParser parser(Place place, byte[] utf8) throws IOException {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
      return FACTORY.createParser(text.array(), text.arrayOffset(), text.length());
    } catch (CharacterCodingException malformed) {
      throw place.bad("its JSON is not UTF-8");
    }
  }

  static BadFile complaint(Place place, JsonProcessingException malformed) {
    if (malformed instanceof StreamConstraintsException) {
      return place.bad("its JSON is nested deeper than %d, or a value is too long", MAX_DEPTH);
    }
    String first = malformed.getOriginalMessage().lines().findFirst().orElse("malformed");
    return new BadFile(place.file(), place.part() + "it is not valid JSON: " + first);
  }

  /** Whether {@code text} is Unicode: JSON can spell half a character. */
  static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
