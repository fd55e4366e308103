package assay.verify.rival;

/**
 * The rule for one output.
 *
 * @param tensor its name in the operator's result
 */
public record Criterion(String tensor, Rule rule) {

  static Criterion out(Rule rule) {
    return new Criterion("out", rule);
  }

  static Criterion lse(Rule rule) {
    return new Criterion("lseNats", rule);
  }
}
