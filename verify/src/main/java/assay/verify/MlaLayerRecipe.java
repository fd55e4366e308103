package assay.verify;

import assay.spec.AttentionForm;
import assay.spec.MlaLayer.Problem;
import assay.spec.Model;
import assay.spec.TokenSchedule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sequence's prefill and decode steps on a layer of a model's widths, but for its hidden size:
 * {@code model=deepseek-v2-lite hidden=64 prefill=512 decode=64 form=absorbed seed=7}. It does not
 * shrink.
 *
 * @param hidden the hidden size, at least 1
 * @param prefill tokens of the first step, at least 1
 * @param decode later steps, of one token each
 */
record MlaLayerRecipe(
    Model model, int hidden, int prefill, int decode, AttentionForm form, long seed)
    implements Recipe<Problem> {

  private static final Pattern LINE =
      Pattern.compile(
          "model=(\\S+) hidden=(\\d{1,6}) prefill=(\\d{1,6}) decode=(\\d{1,6})"
              + " form=(absorbed|expanded) seed=(-?\\d{1,18})");

  @Override
  public Problem problem() {
    int[] steps = new int[1 + decode];
    Arrays.fill(steps, 1);
    steps[0] = prefill;
    return MlaLayerProblems.like(model, hidden, new TokenSchedule(steps), seed).withForm(form);
  }

  @Override
  public List<MlaLayerRecipe> smaller() {
    return List.of();
  }

  @Override
  public String toString() {
    return "model=%s hidden=%d prefill=%d decode=%d form=%s seed=%d"
        .formatted(
            model.name(), hidden, prefill, decode, form.name().toLowerCase(Locale.ROOT), seed);
  }

  /**
   * Reads what {@code toString} writes.
   *
   * @throws IllegalArgumentException if {@code text} is no such line
   */
  static MlaLayerRecipe parse(String text) {
    Matcher line = LINE.matcher(text.strip());
    if (!line.matches()) {
      throw new IllegalArgumentException(
          "problem is '%s'; it must be like 'model=deepseek-v2-lite hidden=64 prefill=512 decode=64"
                  .formatted(text)
              + " form=absorbed seed=7'");
    }
    return new MlaLayerRecipe(
        Model.named(line.group(1)),
        Integer.parseInt(line.group(2)),
        Integer.parseInt(line.group(3)),
        Integer.parseInt(line.group(4)),
        AttentionForm.valueOf(line.group(5).toUpperCase(Locale.ROOT)),
        Long.parseLong(line.group(6)));
  }
}
