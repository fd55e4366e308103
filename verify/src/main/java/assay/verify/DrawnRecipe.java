package assay.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A problem of any operator as the choices that its shape follows from, and a seed for its values:
 * {@code seed=7 choices=3,0,12}, or with a long first sequence {@code seed=7 keys=4096
 * choices=3,0,12}.
 *
 * @param <P> the operator's problem
 * @param operator whose small problems these are
 * @param keys of the first sequence, where an operator attends to sequences; 0 for one of the drawn
 *     lengths
 * @param choices as {@link Drawing} takes them; zeros at the end are left out
 */
public record DrawnRecipe<P>(GoldenOperator<P> operator, long seed, int keys, List<Integer> choices)
    implements Recipe<P> {

  private static final Pattern LINE =
      Pattern.compile("seed=(-?\\d+)(?: keys=(\\d+))? choices=((?:\\d+(?:,\\d+)*)?)");

  private static final int LONGEST = 1 << 20;

  public DrawnRecipe {
    if (keys < 0 || keys > LONGEST) {
      throw new IllegalArgumentException(
          "keys is %d; it must be from 0 to %d".formatted(keys, LONGEST));
    }
    choices = withoutTrailingZeros(choices);
  }

  /** The random problem of this seed. */
  public static <P> DrawnRecipe<P> random(GoldenOperator<P> operator, long seed) {
    return random(operator, seed, 0);
  }

  /** The same with a first sequence of so many keys. */
  public static <P> DrawnRecipe<P> random(GoldenOperator<P> operator, long seed, int keys) {
    return new DrawnRecipe<>(operator, seed, keys, choices(operator, new Drawing(seed)));
  }

  /** What a problem is drawn by; the problem itself is made again when it is asked for. */
  private static <P> List<Integer> choices(GoldenOperator<P> operator, Drawing drawing) {
    Objects.requireNonNull(operator.small().apply(drawing));
    return drawing.choices();
  }

  @Override
  public P problem() {
    return operator.small().apply(new Drawing(seed, keys, choices));
  }

  /**
   * No long sequence or one half as long; a half of the choices at 0, one of them left out or at 0,
   * at its half, or one less.
   */
  @Override
  public List<DrawnRecipe<P>> smaller() {
    List<DrawnRecipe<P>> steps = new ArrayList<>();
    if (keys > 0) {
      steps.add(new DrawnRecipe<>(operator, seed, 0, choices));
      steps.add(new DrawnRecipe<>(operator, seed, keys / 2, choices));
    }
    int half = choices.size() / 2;
    if (half > 0) {
      steps.add(with(choices.subList(0, half)));
    }
    for (int i = 0; i < choices.size(); i++) {
      addSteps(steps, i, choices.get(i));
    }
    return steps;
  }

  private void addSteps(List<DrawnRecipe<P>> steps, int index, int choice) {
    if (choice > 0) {
      steps.add(with(index, 0));
    }
    if (choice > 3) {
      steps.add(with(index, choice / 2));
    }
    if (choice > 1) {
      steps.add(with(index, choice - 1));
    }
    List<Integer> rest = new ArrayList<>(choices);
    rest.remove(index);
    steps.add(with(rest));
  }

  private DrawnRecipe<P> with(int index, int choice) {
    List<Integer> changed = new ArrayList<>(choices);
    changed.set(index, choice);
    return with(changed);
  }

  private DrawnRecipe<P> with(List<Integer> changed) {
    return new DrawnRecipe<>(operator, seed, keys, changed);
  }

  private static List<Integer> withoutTrailingZeros(List<Integer> choices) {
    int size = choices.size();
    while (size > 0 && choices.get(size - 1) == 0) {
      size--;
    }
    return List.copyOf(choices.subList(0, size));
  }

  @Override
  public String toString() {
    String numbers = choices.stream().map(String::valueOf).collect(Collectors.joining(","));
    return "seed=" + seed + (keys == 0 ? "" : " keys=" + keys) + " choices=" + numbers;
  }

  /**
   * Reads what {@code toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} is no such line
   */
  public static <P> DrawnRecipe<P> parse(GoldenOperator<P> operator, String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      throw malformed(text);
    }
    try {
      String keys = line.group(2);
      return new DrawnRecipe<>(
          operator,
          Long.parseLong(line.group(1)),
          keys == null ? 0 : Integer.parseInt(keys),
          numbers(line.group(3)));
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static List<Integer> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "problem is '%s'; it must be like 'seed=7 choices=3,0,12'".formatted(text));
  }
}
