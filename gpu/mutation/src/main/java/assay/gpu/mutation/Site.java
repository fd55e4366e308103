package assay.gpu.mutation;

import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.PtxFunction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An instruction where it stands.
 *
 * @param lines of the whole text
 * @param function that it is in
 * @param index of it in the function's body
 * @param statement its text
 */
record Site(List<String> lines, PtxFunction function, int index, Statement statement) {

  private static final Pattern LABEL = Pattern.compile("^\\s*[\\w$%]+:.*");

  /** Empty where the instruction shares its line or takes several. */
  static Optional<Site> of(List<String> lines, PtxFunction function, int index) {
    Instruction instruction = function.body().get(index);
    return Statement.of(lines.get(instruction.line() - 1))
        .filter(statement -> statement.name().equals(instruction.name()))
        .map(statement -> new Site(lines, function, index, statement));
  }

  Instruction instruction() {
    return function.body().get(index);
  }

  int line() {
    return instruction().line();
  }

  /** The nearest access to shared memory behind it, or before it, that nothing jumps between. */
  Optional<Site> sharedAccess(int direction) {
    for (int i = index + direction; i >= 0 && i < function.body().size(); i += direction) {
      Site site = of(lines, function, i).orElse(null);
      if (site == null || labelBetween(site) || site.endsRun()) {
        return Optional.empty();
      }
      if (site.accessesShared()) {
        return Optional.of(site);
      }
    }
    return Optional.empty();
  }

  private boolean accessesShared() {
    return statement.isA("ldmatrix")
        || statement.isA("stmatrix")
        || (statement.has("shared") && !statement.isA("cvta") && !statement.operands().isEmpty());
  }

  private boolean endsRun() {
    return statement.isA("bra") || statement.isA("ret") || statement.isA("bar");
  }

  private boolean labelBetween(Site other) {
    return lines
        .subList(Math.min(line(), other.line()), Math.max(line(), other.line()) - 1)
        .stream()
        .anyMatch(line -> LABEL.matcher(line).matches());
  }
}
