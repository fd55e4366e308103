package assay.gpu.mutation;

import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Loads, stores and copies: left out, or off by one element. */
final class MemoryMutation implements Mutation {

  private static final Pattern ADDRESS = Pattern.compile("\\[([^+\\]]+)(?:\\+(-?\\d+))?\\]");

  /** Rows that {@code ldmatrix} reads, and pieces that {@code cp.async} copies, at most. */
  private static final int PIECE = 16;

  @Override
  public List<Change> of(Site site) {
    Statement statement = site.statement();
    List<Change> changes = new ArrayList<>();
    if (statement.isA("st")) {
      changes.add(Change.drop(MutationKind.DROP_STORE, site));
    } else if (copies(statement)) {
      changes.add(Change.drop(MutationKind.DROP_COPY, site));
    }
    if (!statement.has("param")) {
      for (int i = 0; i < statement.operands().size(); i++) {
        shift(site, i, changes);
      }
    }
    return changes;
  }

  private static boolean copies(Statement statement) {
    return statement.isA("cp") && statement.operands().size() > 1;
  }

  private static void shift(Site site, int operand, List<Change> changes) {
    Statement statement = site.statement();
    Matcher matcher = ADDRESS.matcher(statement.operands().get(operand));
    if (!matcher.matches()) {
      return;
    }
    int displacement = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    int size = elementBytes(site);
    for (int by : new int[] {size, -size}) {
      String shifted = "[%s+%d]".formatted(matcher.group(1), displacement + by);
      changes.add(
          Change.replace(MutationKind.SHIFT_ADDRESS, site, statement.with(operand, shifted)));
    }
  }

  /** What the instruction moves for one thread, so that it stays aligned. */
  private static int elementBytes(Site site) {
    Statement statement = site.statement();
    if (statement.isA("ldmatrix") || statement.isA("stmatrix")) {
      return PIECE;
    }
    if (statement.isA("cp")) {
      return Integer.parseInt(statement.operands().get(2));
    }
    Instruction instruction = site.instruction();
    int lanes = instruction.has("v4") ? 4 : instruction.has("v2") ? 2 : 1;
    return lanes * Type.named(statement.type()).map(Type::bytes).orElse(1);
  }
}
