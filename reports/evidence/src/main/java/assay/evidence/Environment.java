package assay.evidence;

/**
 * The machine a run happened on.
 *
 * @param os name and version
 * @param architecture as the JVM names it
 * @param cpu the processor's model name
 * @param cores processors the JVM may use
 * @param memoryBytes physical memory, or the container's limit
 * @param jdk the JVM's name and version
 * @param vectorBits widest vector the JVM compiles to; 0 where it does not say
 */
public record Environment(
    String os,
    String architecture,
    String cpu,
    int cores,
    long memoryBytes,
    String jdk,
    int vectorBits) {

  public static Environment ofThisMachine() {
    return ThisMachine.environment();
  }
}
