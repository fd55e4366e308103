package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another operation than the right one, or its operands the other way round. */
final class OperationMutation implements Mutation {

  private static final Map<String, String> OPPOSITE =
      Map.of("add", "sub", "sub", "add", "max", "min", "min", "max", "and", "or", "or", "and");

  private static final Map<String, String> OFF_BY_ONE =
      Map.of("lt", "le", "le", "lt", "gt", "ge", "ge", "gt", "lo", "ls", "ls", "lo");

  private static final Map<String, String> NEGATED = Map.of("eq", "ne", "ne", "eq");

  @Override
  public List<Change> of(Site site) {
    List<Change> changes = new ArrayList<>();
    Statement statement = site.statement();
    String opcode = site.instruction().opcode();
    String opposite = OPPOSITE.get(opcode);
    if (opposite != null) {
      String name = opposite + statement.name().substring(opcode.length());
      changes.add(Change.replace(MutationKind.CHANGE_OPERATION, site, statement.named(name)));
    }
    if (opcode.equals("setp") || opcode.equals("set")) {
      comparison(site, OFF_BY_ONE, MutationKind.SHIFT_COMPARISON, changes);
      comparison(site, NEGATED, MutationKind.NEGATE_COMPARISON, changes);
    }
    swap(site, changes);
    return changes;
  }

  private static void comparison(
      Site site, Map<String, String> others, MutationKind kind, List<Change> changes) {
    Statement statement = site.statement();
    String relation = site.instruction().modifiers().getFirst();
    String other = others.get(relation);
    if (other != null) {
      String name = statement.name().replaceFirst("\\." + relation + "\\b", "." + other);
      changes.add(Change.replace(kind, site, statement.named(name)));
    }
  }

  private static void swap(Site site, List<Change> changes) {
    int first = firstOfPair(site);
    List<String> operands = site.statement().operands();
    if (first > 0 && !operands.get(first).equals(operands.get(first + 1))) {
      changes.add(
          Change.replace(
              MutationKind.SWAP_OPERANDS, site, site.statement().swapped(first, first + 1)));
    }
  }

  /** The first of two operands whose order matters, or 0. */
  private static int firstOfPair(Site site) {
    return switch (site.instruction().opcode()) {
      case "sub", "div", "rem", "shl", "shr", "selp", "prmt", "bfi" -> 1;
      case "setp" -> NEGATED.containsKey(site.instruction().modifiers().getFirst()) ? 0 : 1;
      case "fma", "mad" -> site.instruction().has("wide") ? 0 : 2;
      default -> 0;
    };
  }
}
