package assay.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A problem of any operator as the choices that its shape follows from, and a seed for its values:
 * {@code seed=7 choices=3,0,12}.
 *
 * @param <P> the operator's problem
 * @param operator whose small problems these are
 * @param choices as {@link Drawing} takes them; zeros at the end are left out
 */
public record DrawnRecipe<P>(GoldenOperator<P> operator, long seed, List<Integer> choices)
    implements Recipe<P> {

  private static final String SEED = "seed=";
  private static final String CHOICES = "choices=";

  public DrawnRecipe {
    choices = withoutTrailingZeros(choices);
  }

  /** The random problem of this seed. */
  public static <P> DrawnRecipe<P> random(GoldenOperator<P> operator, long seed) {
    return new DrawnRecipe<>(operator, seed, choices(operator, new Drawing(seed)));
  }

  /** What a problem is drawn by; the problem itself is made again when it is asked for. */
  private static <P> List<Integer> choices(GoldenOperator<P> operator, Drawing drawing) {
    Objects.requireNonNull(operator.small().apply(drawing));
    return drawing.choices();
  }

  @Override
  public P problem() {
    return operator.small().apply(new Drawing(seed, choices));
  }

  /** A half of the choices at 0, one of them left out or at 0, at its half, or one less. */
  @Override
  public List<DrawnRecipe<P>> smaller() {
    List<DrawnRecipe<P>> steps = new ArrayList<>();
    int half = choices.size() / 2;
    if (half > 0) {
      steps.add(new DrawnRecipe<>(operator, seed, choices.subList(0, half)));
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
    steps.add(new DrawnRecipe<>(operator, seed, rest));
  }

  private DrawnRecipe<P> with(int index, int choice) {
    List<Integer> changed = new ArrayList<>(choices);
    changed.set(index, choice);
    return new DrawnRecipe<>(operator, seed, changed);
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
    return SEED
        + seed
        + " "
        + CHOICES
        + choices.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * Reads what {@code toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} is no such line
   */
  public static <P> DrawnRecipe<P> parse(GoldenOperator<P> operator, String text) {
    String[] parts = text.strip().split(" ", -1);
    if (parts.length != 2 || !parts[0].startsWith(SEED) || !parts[1].startsWith(CHOICES)) {
      throw malformed(text);
    }
    try {
      long seed = Long.parseLong(parts[0].substring(SEED.length()));
      return new DrawnRecipe<>(operator, seed, numbers(parts[1].substring(CHOICES.length())));
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      numbers.add(Integer.parseUnsignedInt(number));
    }
    return numbers;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "problem is '%s'; it must be like 'seed=7 choices=3,0,12'".formatted(text));
  }
}
