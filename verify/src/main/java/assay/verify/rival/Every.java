package assay.verify.rival;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Several rules, each of which must accept. */
public record Every(List<Rule> rules) implements Rule {

  public Every {
    rules = List.copyOf(rules);
  }

  public static Every of(Rule... rules) {
    return new Every(List.of(rules));
  }

  @Override
  public Optional<String> objection(Sample sample) {
    return rules.stream().flatMap(rule -> rule.objection(sample).stream()).findFirst();
  }

  @Override
  public String formula() {
    return rules.stream().map(Rule::formula).collect(Collectors.joining("; "));
  }
}
