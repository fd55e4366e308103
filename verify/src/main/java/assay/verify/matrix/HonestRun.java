package assay.verify.matrix;

import assay.verify.variant.HonestVariant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Problems shared out over honest variants, each judged as a kernel would be: how many were
 * accused, and how much of their budgets they use.
 *
 * <p>The same seed, count and variants give the same run on every machine.
 *
 * @param seed of every problem
 * @param problems how many, besides those that are posed again with 128 keys
 * @param groups in the order of the variants, lengths rising
 */
public record HonestRun(long seed, int problems, List<Group> groups) {

  public HonestRun {
    groups = List.copyOf(groups);
  }

  /**
   * What came of one variant's problems of one class.
   *
   * @param problems how many were posed
   * @param notRun how many of them the variant has no path for
   * @param accusations how many had an accusation
   * @param accused the first accusation, as a sentence; empty if there is none
   * @param medianHeadroom median of each problem's largest error, in units of its budget; 0 if none
   *     was run
   * @param largestHeadroom the largest of them
   */
  public record Group(
      String operator,
      String variant,
      LengthClass lengths,
      int problems,
      int notRun,
      int accusations,
      String accused,
      double medianHeadroom,
      double largestHeadroom) {}

  /** Poses {@code problems} to {@code variants} in turn, on all processors. */
  public static HonestRun of(List<HonestVariant<?>> variants, long seed, int problems) {
    List<HonestCase> cases =
        IntStream.range(0, problems)
            .parallel()
            .mapToObj(i -> HonestCase.of(variants.get(i % variants.size()), seed + i))
            .flatMap(List::stream)
            .toList();
    List<Group> groups = new ArrayList<>();
    for (HonestVariant<?> variant : variants) {
      for (LengthClass lengths : LengthClass.values()) {
        List<HonestCase> some = cases.stream().filter(one -> one.is(variant, lengths)).toList();
        if (!some.isEmpty()) {
          groups.add(group(variant, lengths, some));
        }
      }
    }
    return new HonestRun(seed, problems, groups);
  }

  /** Problems with an accusation; a judge that can be trusted has none. */
  public int accusations() {
    return groups.stream().mapToInt(Group::accusations).sum();
  }

  /** The first accusations of every group. */
  public List<String> accused() {
    return groups.stream().map(Group::accused).filter(text -> !text.isEmpty()).toList();
  }

  private static Group group(
      HonestVariant<?> variant, LengthClass lengths, List<HonestCase> cases) {
    double[] headrooms =
        cases.stream().mapToDouble(HonestCase::headroom).filter(x -> x >= 0).sorted().toArray();
    int ran = headrooms.length;
    List<String> accused =
        cases.stream().map(HonestCase::accusation).filter(text -> !text.isEmpty()).toList();
    return new Group(
        variant.operator().name().camel(),
        variant.name(),
        lengths,
        cases.size(),
        cases.size() - ran,
        accused.size(),
        accused.stream().findFirst().orElse(""),
        ran == 0 ? 0 : headrooms[ran / 2],
        ran == 0 ? 0 : headrooms[ran - 1]);
  }

  /** Groups with the largest headroom first. */
  public List<Group> byHeadroom() {
    return groups.stream()
        .sorted(Comparator.comparingDouble(Group::largestHeadroom).reversed())
        .toList();
  }
}
