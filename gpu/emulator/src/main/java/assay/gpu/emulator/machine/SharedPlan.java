package assay.gpu.emulator.machine;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where a kernel's shared variables lie.
 *
 * @param parts declared with their sizes
 * @param launched the address of those whose size the launch gives
 * @param declaredBytes what the parts take side by side
 * @param apart whether each is a place of its own, with unused addresses around it
 */
public record SharedPlan(List<Part> parts, long launched, int declaredBytes, boolean apart) {

  /** Below lies what sm_80 and later keep for themselves. */
  public static final long FIRST = 1024;

  /** Addresses that are nobody's, behind each part that stands alone. */
  public static final int RED_ZONE = 1024;

  /** A run of shared memory that an access must not leave. */
  public record Part(String name, long address, long bytes) {}

  public SharedPlan {
    parts = List.copyOf(parts);
  }

  /** The parts of a launch that gives so many bytes more. */
  List<Part> with(int launchedBytes) {
    Part given = new Part("memory of the launch", launched, launchedBytes);
    Part whole = new Part("memory", FIRST, launched + launchedBytes - FIRST);
    return Stream.concat(apart ? parts.stream() : Stream.empty(), Stream.of(apart ? given : whole))
        .filter(part -> part.bytes > 0)
        .toList();
  }
}
