package assay.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The dictionary in an npy header, such as {@code {'descr': '<f4', 'fortran_order': False, 'shape':
 * (3, 4), }}.
 *
 * <p>Grammar: exactly these three keys, each once, in any order; texts in one kind of quotes
 * without escapes; {@code True} or {@code False}; a tuple of decimal numbers. Nothing is evaluated.
 */
final class NpyDictionary {

  private final Place place;
  private final String text;
  private int at;
  private String descr = "";
  private boolean fortranOrder;
  private final List<Long> shape = new ArrayList<>();

  private NpyDictionary(Place place, String text) {
    this.place = place;
    this.text = text;
  }

  static NpyDictionary parse(Place place, String text) throws BadFile {
    NpyDictionary dictionary = new NpyDictionary(place, text);
    dictionary.readAll();
    return dictionary;
  }

  String descr() {
    return descr;
  }

  boolean fortranOrder() {
    return fortranOrder;
  }

  List<Long> shape() {
    return shape;
  }

  private void readAll() throws BadFile {
    Set<String> keys = new HashSet<>();
    expect('{');
    while (!accept('}')) {
      String key = readText();
      expect(':');
      readValue(key);
      if (!keys.add(key)) {
        throw place.bad("key %s comes twice; each comes once", key);
      }
      if (!accept(',') && peek() != '}') {
        throw unexpected(", or }");
      }
    }
    if (keys.size() != 3) {
      throw place.bad("header has the keys %s; it needs descr, fortran_order and shape", keys);
    }
    if (at != text.length()) {
      throw unexpected("the end of the header");
    }
  }

  private void readValue(String key) throws BadFile {
    switch (key) {
      case "descr" -> descr = readText();
      case "fortran_order" -> fortranOrder = readBoolean();
      case "shape" -> readShape();
      case String unknown ->
          throw place.bad("key %s is not known; allowed are descr, fortran_order, shape", unknown);
    }
  }

  private String readText() throws BadFile {
    char quote = peek();
    int end = text.indexOf(quote, at + 1);
    if ((quote != '\'' && quote != '"') || end < 0) {
      throw unexpected("a text in quotes");
    }
    String value = text.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private boolean readBoolean() throws BadFile {
    skipSpaces();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return word.equals("True");
      }
    }
    throw unexpected("True or False");
  }

  private void readShape() throws BadFile {
    shape.clear();
    expect('(');
    boolean comma = true;
    while (!accept(')')) {
      if (!comma || shape.size() == Shapes.MAX_RANK) {
        throw unexpected("a comma or ), after at most 64 extents");
      }
      shape.add(readNumber());
      comma = accept(',');
    }
    if (shape.size() == 1 && !comma) {
      throw place.bad("shape is (%d); one extent has a comma after it", shape.getFirst());
    }
  }

  private long readNumber() throws BadFile {
    skipSpaces();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start || at - start > 18) {
      throw unexpected("an extent of 1 to 18 digits");
    }
    return Long.parseLong(text, start, at, 10);
  }

  private boolean accept(char expected) throws BadFile {
    boolean found = peek() == expected;
    if (found) {
      at++;
      skipSpaces();
    }
    return found;
  }

  private void expect(char expected) throws BadFile {
    if (!accept(expected)) {
      throw unexpected(String.valueOf(expected));
    }
  }

  /** The next character that is no space. */
  private char peek() throws BadFile {
    skipSpaces();
    if (at == text.length()) {
      throw unexpected("more");
    }
    return text.charAt(at);
  }

  private void skipSpaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private BadFile unexpected(String expected) {
    String found = text.substring(Math.min(at, text.length()), Math.min(at + 12, text.length()));
    return place.bad("header has '%s' at character %d; expected %s", found, at, expected);
  }
}
