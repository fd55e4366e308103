package assay.evidence;

import java.util.List;

/**
 * One failure in a file of its own: all that is needed to see it again.
 *
 * @param kind always {@link #KIND}
 * @param schema the version of this format, {@link #SCHEMA}
 * @param tool Assay's version
 * @param commit git hash of its sources, or {@code unknown}
 * @param operator stem in kebab-case
 * @param property its name
 * @param statement what the property claims
 * @param problem one-line recipe of the smallest problem that fails
 * @param seed of the run that found it
 * @param subject the implementation that failed
 * @param kernels the kernels that failed, with their hashes; empty where the subject is none
 * @param contract what the subject promises about its arithmetic
 * @param device where it ran
 * @param seen what came of it
 * @param note what a person has to say about it; may be empty
 */
public record Reproducer(
    String kind,
    int schema,
    String tool,
    String commit,
    String operator,
    String property,
    String statement,
    String problem,
    long seed,
    String subject,
    List<Provenance> kernels,
    String contract,
    String device,
    Outcome seen,
    String note) {

  public static final String KIND = "assay-reproducer";

  /** Raised whenever a field is added, removed or redefined. */
  public static final int SCHEMA = 1;

  public Reproducer {
    kernels = List.copyOf(kernels);
  }
}
