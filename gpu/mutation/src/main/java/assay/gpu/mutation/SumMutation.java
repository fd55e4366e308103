package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.List;

/** Sums and products of numbers: without a factor, without a term, cut off, narrowed. */
final class SumMutation implements Mutation {

  @Override
  public List<Change> of(Site site) {
    List<Change> changes = new ArrayList<>();
    Statement statement = site.statement();
    if (statement.has("f32")) {
      switch (site.instruction().opcode()) {
        case "mul" -> {
          changes.add(move(site, MutationKind.DROP_FACTOR, 1));
          changes.add(move(site, MutationKind.DROP_FACTOR, 2));
        }
        case "add", "sub" -> {
          changes.add(move(site, MutationKind.DROP_TERM, 1));
          changes.add(move(site, MutationKind.DROP_TERM, 2));
        }
        case "fma" -> fused(site, changes);
        default -> {}
      }
    }
    rounding(site, changes);
    if (statement.type().equals("f32") && narrows(site.instruction().opcode())) {
      changes.add(narrow(site, List.of(statement.operands().getFirst())));
    }
    return changes;
  }

  private static boolean narrows(String opcode) {
    return List.of("add", "sub", "mul", "fma").contains(opcode);
  }

  /** The result is operand {@code operand}. */
  private static Change move(Site site, MutationKind kind, int operand) {
    Statement statement = site.statement();
    Statement moved =
        statement
            .named("mov.f32")
            .with(List.of(statement.operands().get(0), statement.operands().get(operand)));
    return Change.replace(kind, site, moved);
  }

  private static void fused(Site site, List<Change> changes) {
    Statement statement = site.statement();
    List<String> operands = statement.operands();
    changes.add(move(site, MutationKind.DROP_TERM, 3));
    changes.add(
        Change.replace(
            MutationKind.DROP_TERM, site, statement.named("mul.f32").with(operands.subList(0, 3))));
    for (int factor = 1; factor <= 2; factor++) {
      changes.add(
          Change.replace(
              MutationKind.DROP_FACTOR,
              site,
              statement
                  .named("add.f32")
                  .with(List.of(operands.get(0), operands.get(factor), operands.get(3)))));
    }
  }

  /** {@code add.f32} without a mode rounds to nearest. PTX ISA 9.7.3.1. */
  private static void rounding(Site site, List<Change> changes) {
    Statement statement = site.statement();
    String opcode = site.instruction().opcode();
    String cut =
        statement.has("rn")
            ? statement.name().replace(".rn", ".rz")
            : opcode + ".rz" + statement.name().substring(opcode.length());
    boolean implied = statement.type().equals("f32") && narrows(opcode);
    if (statement.has("rn") || implied) {
      changes.add(Change.replace(MutationKind.CHANGE_ROUNDING, site, statement.named(cut)));
    }
  }

  /** Each of {@code results} goes to bf16 and back behind the instruction. */
  static Change narrow(Site site, List<String> results) {
    String guard = site.statement().guard().isEmpty() ? "" : site.statement().guard() + " ";
    StringBuilder text = new StringBuilder(site.statement().instruction());
    text.append(" { .reg .b16 %narrow;");
    for (String result : results) {
      text.append(" %scvt.rn.bf16.f32 %%narrow, %s;".formatted(guard, result));
      text.append(" %scvt.f32.bf16 %s, %%narrow;".formatted(guard, result));
    }
    return Change.replace(MutationKind.NARROW_RESULT, site, text.append(" }").toString());
  }
}
