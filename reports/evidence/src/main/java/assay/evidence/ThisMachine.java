package assay.evidence;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the figures of {@link Environment} from the JVM and the operating system. */
final class ThisMachine {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private ThisMachine() {}

  static Environment environment() {
    return new Environment(
        property("os.name") + " " + property("os.version"),
        property("os.arch"),
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
        property("java.vm.name") + " " + property("java.vm.version"),
        vectorBits());
  }

  /** The first model name of a Linux cpuinfo listing, or {@code otherwise} where it has none. */
  static String modelName(List<String> cpuInfo, String otherwise) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static String cpu() {
    String architecture = property("os.arch");
    try {
      return Files.isReadable(CPU_INFO)
          ? modelName(Files.readAllLines(CPU_INFO), architecture)
          : architecture;
    } catch (IOException unreadable) {
      return architecture;
    }
  }

  /** HotSpot's own limit, since a CPU may have wider vectors than the JVM will use. */
  private static int vectorBits() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return Integer.parseInt(hotSpot.getVMOption("MaxVectorSize").getValue()) * Byte.SIZE;
    } catch (IllegalArgumentException optionIsAbsent) {
      return 0;
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
