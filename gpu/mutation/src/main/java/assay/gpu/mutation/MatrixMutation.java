package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Matrix instructions: without their product or their sum, with registers swapped, transposed. */
final class MatrixMutation implements Mutation {

  @Override
  public List<Change> of(Site site) {
    List<Change> changes = new ArrayList<>();
    Statement statement = site.statement();
    if (statement.isA("mma")) {
      product(site, changes);
    } else if (statement.isA("ldmatrix")) {
      swap(site, 0, 0, changes);
      transpose(site, changes);
    }
    return changes;
  }

  private static void product(Site site, List<Change> changes) {
    List<String> operands = site.statement().operands();
    List<String> results = registers(operands.get(0));
    List<String> sums = registers(operands.get(3));
    if (site.statement().name().contains(".f32.") && results.size() == sums.size()) {
      StringBuilder moves = new StringBuilder();
      for (int i = 0; i < results.size(); i++) {
        moves.append("mov.b32 %s, %s; ".formatted(results.get(i), sums.get(i)));
      }
      changes.add(Change.replace(MutationKind.DROP_TERM, site, moves.toString().strip()));
      List<String> zeros = Collections.nCopies(sums.size(), "0f00000000");
      changes.add(
          Change.replace(
              MutationKind.DROP_TERM,
              site,
              site.statement().with(3, "{" + String.join(",", zeros) + "}")));
      changes.add(SumMutation.narrow(site, results));
    }
    swap(site, 1, 1, changes);
    swap(site, 2, 0, changes);
    swap(site, 0, 0, changes);
  }

  /** Two neighbours of a vector: of rows, of columns or of tiles. */
  private static void swap(Site site, int operand, int first, List<Change> changes) {
    List<String> registers = new ArrayList<>(registers(site.statement().operands().get(operand)));
    if (first + 1 < registers.size()) {
      Collections.swap(registers, first, first + 1);
      String vector = "{" + String.join(",", registers) + "}";
      changes.add(
          Change.replace(MutationKind.SWAP_OPERANDS, site, site.statement().with(operand, vector)));
    }
  }

  private static void transpose(Site site, List<Change> changes) {
    String name = site.statement().name();
    String other =
        site.statement().has("trans")
            ? name.replace(".trans", "")
            : name.replace(".shared", ".trans.shared");
    changes.add(Change.replace(MutationKind.TRANSPOSE, site, site.statement().named(other)));
  }

  private static List<String> registers(String vector) {
    return Stream.of(vector.replaceAll("[{}]", "").split(",")).map(String::strip).toList();
  }
}
