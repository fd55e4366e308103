package assay.evidence;

import java.time.Instant;
import java.util.List;

/**
 * The first line: what ran, where and from which seed.
 *
 * @param schema the file format's version, {@link Evidence#SCHEMA}
 * @param time when the run began
 * @param tool Assay's version
 * @param commit git hash of the sources, or {@code unknown}
 * @param dirty whether the working tree differed from the commit
 * @param command the command line, argument by argument
 * @param seed from which every problem follows
 * @param environment the machine
 * @param device the device under test
 * @param kernels the kernels under test, with their hashes
 */
public record RunStarted(
    int schema,
    Instant time,
    String tool,
    String commit,
    boolean dirty,
    List<String> command,
    long seed,
    Environment environment,
    DeviceCard device,
    List<Provenance> kernels)
    implements Evidence {

  public static final String UNKNOWN_COMMIT = "unknown";

  public RunStarted {
    command = List.copyOf(command);
    kernels = List.copyOf(kernels);
  }
}
