package assay.gpu.ptx;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into tokens. PTX ISA 4.2 to 4.5.
 *
 * <p>An opcode with its modifiers is one word, {@code ::} included, and so is {@code %tid.x}.
 */
final class Lexer {

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  Lexer(String text) {
    this.text = text;
  }

  List<Token> tokens() {
    while (at < text.length()) {
      next();
    }
    tokens.add(new Token(Token.Kind.END, "", line));
    return tokens;
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '\n') {
      line++;
      at++;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (text.startsWith("//", at)) {
      skipLineComment();
    } else if (text.startsWith("/*", at)) {
      skipBlockComment();
    } else if (c == '"') {
      string();
    } else if (Character.isDigit(c)) {
      number();
    } else if (isWordPart(c)) {
      word();
    } else {
      mark(c);
    }
  }

  private void skipLineComment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void skipBlockComment() {
    int end = text.indexOf("*/", at + 2);
    if (end < 0) {
      throw new PtxSyntaxError(line, "the comment is never closed.");
    }
    line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
    at = end + 2;
  }

  private void string() {
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw new PtxSyntaxError(line, "the string is never closed.");
    }
    add(Token.Kind.STRING, at + 1, end);
    at = end + 1;
  }

  private void number() {
    int end = at;
    while (end < text.length() && isNumberPart(end)) {
      end++;
    }
    add(Token.Kind.NUMBER, at, end);
    at = end;
  }

  private boolean isNumberPart(int index) {
    char c = text.charAt(index);
    boolean exponentSign =
        (c == '+' || c == '-')
            && Character.toLowerCase(text.charAt(index - 1)) == 'e'
            && !isHexadecimal();
    return Character.isLetterOrDigit(c) || c == '.' || exponentSign;
  }

  private boolean isHexadecimal() {
    return at + 1 < text.length() && "xXfFdD".indexOf(text.charAt(at + 1)) >= 0;
  }

  private void word() {
    int end = at;
    while (end < text.length()) {
      if (text.startsWith("::", end)) {
        end += 2;
      } else if (isWordPart(text.charAt(end))) {
        end++;
      } else {
        break;
      }
    }
    add(Token.Kind.WORD, at, end);
    at = end;
  }

  private static boolean isWordPart(char c) {
    return (c < 128 && Character.isLetterOrDigit(c))
        || c == '_'
        || c == '$'
        || c == '%'
        || c == '.';
  }

  private void mark(char c) {
    if ("{}[]()<>,;:@!|+-=".indexOf(c) < 0) {
      throw new PtxSyntaxError(line, "the character '%s' has no meaning in PTX.".formatted(c));
    }
    add(Token.Kind.MARK, at, at + 1);
    at++;
  }

  private void add(Token.Kind kind, int from, int to) {
    tokens.add(new Token(kind, text.substring(from, to), line));
  }
}
