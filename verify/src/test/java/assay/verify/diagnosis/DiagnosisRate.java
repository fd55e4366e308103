package assay.verify.diagnosis;

import assay.verify.planted.BugClass;
import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many bugs of the whole catalogue are named for what they are; takes a quarter of an hour. */
final class DiagnosisRate {

  private DiagnosisRate() {}

  /** Those that a problem can show. */
  static List<PlantedBug<?>> visible(List<PlantedBug<?>> bugs) {
    return bugs.stream().filter(bug -> bug.equivalence().isEmpty()).toList();
  }

  /**
   * Prints every diagnosis, and at the end the rate of each class.
   *
   * @param wanted classes, ids or operators; all bugs where there are none
   */
  public static void main(String[] wanted) {
    Confusion confusion = new Confusion();
    for (PlantedBug<?> bug : visible(PlantedBugs.all())) {
      if (wanted.length == 0 || isOneOf(bug, wanted)) {
        Diagnosed diagnosed = Diagnosed.of(bug);
        System.out.println(diagnosed);
        confusion.add(diagnosed);
      }
    }
    System.out.print(confusion);
  }

  private static boolean isOneOf(PlantedBug<?> bug, String... wanted) {
    return List.of(wanted).stream()
        .anyMatch(name ->
            name.equals(bug.kind().name())
                || name.equals(bug.id())
                || name.equals(bug.operator().name().kebab()));
  }

  /** How often bugs of one class were taken for those of another. */
  private static final class Confusion {

    private final Map<BugClass, Map<String, Integer>> counts = new EnumMap<>(BugClass.class);

    void add(Diagnosed diagnosed) {
      counts
          .computeIfAbsent(diagnosed.bug().kind(), kind -> new java.util.TreeMap<>())
          .merge(diagnosed.named(), 1, Integer::sum);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      int named = 0;
      int all = 0;
      for (Map.Entry<BugClass, Map<String, Integer>> row : counts.entrySet()) {
        int of = row.getValue().values().stream().mapToInt(Integer::intValue).sum();
        int right = row.getValue().getOrDefault(row.getKey().name(), 0);
        text.append("%-15s %3d of %3d  %s%n".formatted(row.getKey(), right, of, row.getValue()));
        named += right;
        all += of;
      }
      return text.append("all %d of %d%n".formatted(named, all)).toString();
    }
  }
}
