package assay.gpu.jcuda;

import assay.gpu.device.DeviceUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Loads JCuda's native libraries.
 *
 * <p>JCuda unpacks them to fixed names in {@code java.io.tmpdir} and takes a file that is already
 * there for its own, so two processes can load each other's half-written file, and anyone who may
 * write there can plant one. Each load here unpacks into a fresh directory that only this user may
 * enter: JCuda reads the property when its class is initialised, so it points there for just that
 * long. The files are deleted at once; Linux keeps a mapped library alive without its name.
 */
final class CudaNatives {

  static final String RUNTIME = "jcuda.runtime.JCuda";
  static final String DRIVER = "jcuda.driver.JCudaDriver";
  static final String COMPILER = "jcuda.nvptxcompiler.JNvPTXCompiler";

  private static final String DIRECTORY_PROPERTY = "java.io.tmpdir";

  private static final Set<String> LOADED = new HashSet<>();

  private CudaNatives() {}

  /**
   * Initialises a JCuda class, once.
   *
   * @throws DeviceUnavailable if the platform has no natives or they cannot be loaded
   */
  static synchronized void load(String className) {
    if (LOADED.contains(className)) {
      return;
    }
    requirePlatform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    try {
      loadFromFreshDirectory(className);
      LOADED.add(className);
    } catch (IOException problem) {
      throw new DeviceUnavailable("JCuda's libraries cannot be unpacked: " + problem.getMessage());
    } catch (LinkageError | ClassNotFoundException problem) {
      throw new DeviceUnavailable(
          className + " cannot be loaded: " + reason(String.valueOf(problem.getMessage())));
    }
  }

  static void requirePlatform(String system, String architecture) {
    if (!system.equals("Linux") || !architecture.equals("amd64")) {
      throw new DeviceUnavailable(
          "JCuda has libraries for Linux on amd64 only, but this is %s on %s"
              .formatted(system, architecture));
    }
  }

  private static void loadFromFreshDirectory(String className)
      throws IOException, ClassNotFoundException {
    String usual = System.getProperty(DIRECTORY_PROPERTY, "/tmp");
    Path fresh = Files.createTempDirectory("assay-jcuda-");
    try {
      System.setProperty(DIRECTORY_PROPERTY, fresh.toString());
      Class.forName(className, true, CudaNatives.class.getClassLoader());
    } finally {
      System.setProperty(DIRECTORY_PROPERTY, usual);
      delete(fresh);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(directory)) {
      deepestFirst = tree.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /** JCuda's message holds two nested stack traces; the loader's own sentence is what helps. */
  static String reason(String message) {
    return message
        .lines()
        .filter(line -> line.contains("cannot open shared object file"))
        .findFirst()
        .or(() -> message.lines().findFirst())
        .map(line -> line.substring(line.lastIndexOf(".so.jar:") + 1).strip())
        .map(line -> line.replaceFirst("^.*Error: ", ""))
        .orElse("no reason given");
  }
}
