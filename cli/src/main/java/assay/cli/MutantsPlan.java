package assay.cli;

import assay.verify.matrix.MatrixPlan;
import assay.verify.planted.BugClass;
import assay.verify.planted.PlantedBug;
import assay.verify.rival.Rival;
import assay.verify.rival.Rivals;
import assay.verify.variant.HonestVariant;
import assay.verify.variant.HonestVariants;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what was typed into a plan. */
final class MutantsPlan {

  private static final String ASSAY = "assay";

  private MutantsPlan() {}

  /**
   * The bugs, the correct variants of their operators, and the judges that were asked for; all
   * where nothing was.
   *
   * @throws IllegalArgumentException if a name is none
   */
  static MatrixPlan of(List<String> only, List<String> judges, long seed, boolean fast) {
    only.forEach(MutantsPlan::requireBugs);
    judges.forEach(MutantsPlan::requireJudge);
    List<PlantedBug<?>> bugs =
        Catalogue.all().stream()
            .filter(bug -> only.isEmpty() || only.stream().anyMatch(name -> is(bug, name)))
            .toList();
    List<HonestVariant<?>> honest =
        HonestVariants.all().stream()
            .filter(one -> only.isEmpty() || haveOperatorOf(bugs, one))
            .toList();
    List<Rival> rivals =
        Rivals.all().stream()
            .filter(rival -> judges.isEmpty() || judges.contains(rival.name()))
            .toList();
    boolean assay = judges.isEmpty() || judges.contains(ASSAY);
    return new MatrixPlan(seed, fast, bugs, honest, assay, rivals);
  }

  private static boolean haveOperatorOf(List<PlantedBug<?>> bugs, HonestVariant<?> variant) {
    return bugs.stream().anyMatch(bug -> bug.operator().equals(variant.operator()));
  }

  private static boolean is(PlantedBug<?> bug, String name) {
    String letters = bug.id().replaceAll("\\d+$", "");
    return Stream.of(bug.id(), letters, bug.kind().prefix(), bug.operator().name().kebab())
        .anyMatch(name::equals);
  }

  private static void requireBugs(String name) {
    if (Catalogue.all().stream().noneMatch(bug -> is(bug, name))) {
      String classes =
          Arrays.stream(BugClass.values()).map(BugClass::prefix).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "only is '%s'; allowed are a bug's id, an operator with bugs, and the classes %s"
              .formatted(name, classes));
    }
  }

  private static void requireJudge(String name) {
    List<String> known = Stream.concat(Stream.of(ASSAY), Rivals.names().stream()).toList();
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "judge is '%s'; allowed are %s".formatted(name, String.join(", ", known)));
    }
  }
}
