package assay.gpu.ptx;

import java.util.ArrayList;
import java.util.List;

/** Tokens read one after the other. */
final class TokenStream {

  /** Deeper than any compiler goes, and shallow enough for a reader that calls itself. */
  private static final int MOST_NESTED = 200;

  private final List<Token> tokens;
  private int at;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekAfter() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  Token next() {
    Token token = peek();
    if (token.kind() == Token.Kind.END) {
      throw new PtxSyntaxError(token.line(), "the text ends too early.");
    }
    at++;
    return token;
  }

  /** Goes into a pair of brackets whose contents may hold more of them. */
  void enter() {
    depth++;
    if (depth > MOST_NESTED) {
      throw new PtxSyntaxError(
          peek().line(), "brackets are nested more than %d deep.".formatted(MOST_NESTED));
    }
  }

  void leave() {
    depth--;
  }

  boolean nextIs(String text) {
    return peek().is(text);
  }

  boolean take(String text) {
    boolean found = nextIs(text);
    if (found) {
      at++;
    }
    return found;
  }

  Token expect(String text) {
    Token token = next();
    if (!token.is(text)) {
      throw unexpected(token, "'" + text + "'");
    }
    return token;
  }

  Token word() {
    Token token = next();
    if (token.kind() != Token.Kind.WORD) {
      throw unexpected(token, "a name");
    }
    return token;
  }

  long integer() {
    boolean negative = take("-");
    Token token = next();
    long value = Literals.integer(token);
    return negative ? -value : value;
  }

  /** The rest of a directive that ends with its line. */
  List<Token> restOfLine(int line) {
    List<Token> rest = new ArrayList<>();
    while (!atEnd() && peek().line() == line) {
      rest.add(next());
    }
    return rest;
  }

  void skipPast(String text) {
    while (!next().is(text)) {}
  }

  /** Skips {@code { … }}, with braces inside. */
  void skipBraces() {
    expect("{");
    int depth = 1;
    while (depth > 0) {
      Token token = next();
      depth += token.is("{") ? 1 : token.is("}") ? -1 : 0;
    }
  }

  static PtxSyntaxError unexpected(Token token, String wanted) {
    return new PtxSyntaxError(
        token.line(), "found %s where %s belongs.".formatted(token.described(), wanted));
  }
}
