package assay.verify;

import assay.spec.Model;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem with a model's widths and heads, and few tokens: {@code model=deepseek-v3 seed=7}. It
 * does not shrink.
 *
 * @param <P> the operator's problem
 */
public record ModelRecipe<P>(GoldenOperator<P> operator, Model model, long seed)
    implements Recipe<P> {

  private static final Pattern LINE = Pattern.compile("model=(\\S+) seed=(-?\\d{1,18})");

  @Override
  public P problem() {
    return operator.like().draw(model, seed);
  }

  @Override
  public List<ModelRecipe<P>> smaller() {
    return List.of();
  }

  @Override
  public String toString() {
    return "model=" + model.name() + " seed=" + seed;
  }

  /**
   * Reads what {@code toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} is no such line
   */
  static <P> ModelRecipe<P> parse(GoldenOperator<P> operator, String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      throw new IllegalArgumentException(
          "problem is '%s'; it must be like 'model=deepseek-v3 seed=7'".formatted(text));
    }
    return new ModelRecipe<>(operator, Model.named(line.group(1)), Long.parseLong(line.group(2)));
  }
}
