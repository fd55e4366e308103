package assay.gpu.conformance;

import java.util.List;

/** How a device fared with one case. */
public sealed interface ConformanceResult {

  /** Every output of every run is as expected. */
  record Pass(int runs) implements ConformanceResult {}

  /** At least one output differs. */
  record Mismatches(List<Mismatch> list) implements ConformanceResult {
    public Mismatches {
      list = List.copyOf(list);
    }
  }

  /** The kernel was accepted but stopped by a fault. */
  record Faulted(String reason) implements ConformanceResult {}

  /** The device says that it does not have this form; nothing has run. */
  record Unsupported(String reason) implements ConformanceResult {}
}
