package assay.gpu.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads operands, names still unresolved as {@link Operand.FunctionName}. PTX ISA 6. */
final class OperandParser {

  private static final Pattern SPECIAL =
      Pattern.compile(
          "%(n?tid|n?ctaid|cluster_n?ctaid|n?clusterid)\\.[xyzw]"
              + "|%(laneid|n?warpid|n?smid|gridid|is_explicit_cluster|clock(_hi|64)?|globaltimer(_lo|_hi)?"
              + "|lanemask_(eq|le|lt|ge|gt)|pm\\d+(_64)?|envreg\\d+|(total|aggr|dynamic)_smem_size"
              + "|(reserved_smem_offset_)\\w+|current_graph_exec)"
              + "|WARP_SZ");

  private final TokenStream tokens;

  OperandParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  List<Operand> list() {
    List<Operand> operands = new ArrayList<>();
    if (tokens.nextIs(";")) {
      return operands;
    }
    do {
      operands.add(operand());
    } while (tokens.take(","));
    return operands;
  }

  private Operand operand() {
    Operand first = single();
    return tokens.take("|") ? new Operand.Pair(first, single()) : first;
  }

  private Operand single() {
    if (tokens.take("[")) {
      return address();
    }
    if (tokens.take("{")) {
      return new Operand.Vector(until("}"));
    }
    if (tokens.take("(")) {
      return new Operand.Arguments(until(")"));
    }
    return tokens.take("!") ? new Operand.Not(plain()) : plain();
  }

  private List<Operand> until(String close) {
    List<Operand> elements = new ArrayList<>();
    tokens.enter();
    while (!tokens.take(close)) {
      elements.add(operand());
      if (!tokens.take(",") && !tokens.nextIs(close)) {
        throw TokenStream.unexpected(tokens.next(), "',' or '" + close + "'");
      }
    }
    tokens.leave();
    return elements;
  }

  private Operand address() {
    Operand base = plain();
    long offset = 0;
    if (tokens.take("+")) {
      offset = tokens.integer();
    } else if (tokens.nextIs("-")) {
      offset = tokens.integer();
    }
    tokens.expect("]");
    return new Operand.Address(base, offset);
  }

  private Operand plain() {
    boolean negative = tokens.take("-");
    Token token = tokens.next();
    if (token.kind() == Token.Kind.NUMBER) {
      return Literals.constant(token, negative);
    }
    if (negative || token.kind() != Token.Kind.WORD) {
      throw TokenStream.unexpected(token, "an operand");
    }
    return named(token.text());
  }

  private static Operand named(String name) {
    if (name.equals("_")) {
      return new Operand.Sink();
    }
    return SPECIAL.matcher(name).matches()
        ? new Operand.Special(name)
        : new Operand.FunctionName(name);
  }
}
