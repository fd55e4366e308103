package assay.gpu.conformance;

import java.util.List;

/**
 * One lane of a case.
 *
 * @param line its line in the file, from 1
 * @param group what the comment above calls it, or empty
 * @param inputs bits, in the order of the case's inputs
 * @param expected in the order of the case's outputs
 */
public record Run(int line, String group, List<Long> inputs, List<Expectation> expected) {
  public Run {
    inputs = List.copyOf(inputs);
    expected = List.copyOf(expected);
  }
}
