package assay.spec;

import java.util.Locale;

/**
 * An operator's stem in its three spellings.
 *
 * @param camel {@code PagedMlaDecode}
 */
public record OperatorName(String camel) {

  public OperatorName {
    if (!camel.matches("([A-Z][a-z0-9]+)+")) {
      throw new IllegalArgumentException("operator is '" + camel + "'; a stem is in CamelCase");
    }
  }

  /** {@code paged_mla_decode}: CUDA and PTX. */
  public String snake() {
    return separated("_");
  }

  /** {@code paged-mla-decode}: command line and documents. */
  public String kebab() {
    return separated("-");
  }

  private String separated(String separator) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", separator).toLowerCase(Locale.ROOT);
  }
}
