package assay.verify.diagnosis;

import assay.spec.Operator;
import java.util.List;
import java.util.Set;

/** What kind of mistake leaves its marks where these are. */
record Clues<P>(Operator operator, List<Sample<P>> samples, Set<String> failedProperties) {

  List<Diagnosis> all() {
    return List.of();
  }
}
