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

  /** Prints every diagnosis, and at the end the rate of each class. */
  public static void main(String[] classes) {
    List<String> wanted = List.of(classes);
    Map<BugClass, int[]> rates = new EnumMap<>(BugClass.class);
    for (PlantedBug<?> bug : visible(PlantedBugs.all())) {
      if (wanted.isEmpty() || wanted.contains(bug.kind().name())) {
        Diagnosed diagnosed = Diagnosed.of(bug);
        System.out.println(diagnosed);
        int[] rate = rates.computeIfAbsent(bug.kind(), kind -> new int[2]);
        rate[0] += diagnosed.isRight() ? 1 : 0;
        rate[1]++;
      }
    }
    rates.forEach((kind, rate) -> System.out.printf("%s: %d of %d%n", kind, rate[0], rate[1]));
  }
}
