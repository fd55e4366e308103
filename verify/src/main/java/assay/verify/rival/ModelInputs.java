package assay.verify.rival;

import assay.spec.Model;
import assay.spec.Operator;
import assay.verify.GoldenOperator;

/**
 * A problem with a small model's widths, few tokens and N(0,1) features: what a project's first
 * test of an operator usually is.
 *
 * @param <P> the operator's problem
 */
record ModelInputs<P>(GoldenOperator<P> golden) implements PublishedInputs<P> {

  private static final Model MODEL = Model.DEEPSEEK_V2_LITE;

  @Override
  public String name() {
    return "like-" + MODEL.name() + "-" + operator().name().kebab();
  }

  @Override
  public String text() {
    return "the widths of " + MODEL.title() + ", few tokens, features ~ N(0,1)";
  }

  @Override
  public Operator operator() {
    return golden.operator();
  }

  /** A layer of a model's widths takes longer than all else. */
  @Override
  public int seeds(boolean fast) {
    return fast ? 1 : 5;
  }

  @Override
  public Posed<P> pose(long seed, boolean fast) {
    return Posed.whole(golden.like().draw(MODEL, seed));
  }
}
