package assay.cli;

import assay.spec.OperatorName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where each part of an operator lies in the source tree. */
final class OperatorFacets {

  private static final String JAVA = "/src/main/java/assay/";
  private static final String PTX = "assay/gpu/kernels/ptx/sm_80/";

  /** Stems that have a benchmark; of others the golden model's products are measured. */
  private static final Set<String> BENCHMARKED = Set.of("PagedMlaDecode", "MlaPrefill");

  private OperatorFacets() {}

  /** Facet to path, in reading order. */
  static Map<String, String> of(OperatorName name) {
    Map<String, String> files = golden(name);
    files.putAll(kernel(name));
    return files;
  }

  /** What it computes, and how that is known. */
  private static Map<String, String> golden(OperatorName name) {
    Map<String, String> files = new LinkedHashMap<>();
    String stem = name.camel();
    files.put("page", "docs/operators/" + name.kebab() + ".md");
    files.put("contract", "reference/spec" + JAVA + "spec/" + stem + ".java");
    bound(stem)
        .ifPresent(
            bound -> files.put("bound", "reference/spec" + JAVA + "spec/" + bound + "Bound.java"));
    files.put("golden", "reference/golden" + JAVA + "golden/" + stem + "Reference.java");
    files.put("formula", "reference/golden" + JAVA + "golden/" + stem + "Formula.java");
    files.put("problems", "verify" + JAVA + "verify/" + stem + "Problems.java");
    return files;
  }

  /** How its kernel is run and judged. */
  private static Map<String, String> kernel(OperatorName name) {
    Map<String, String> files = new LinkedHashMap<>();
    String stem = name.camel();
    files.put("cuda", "gpu/kernels/src/main/cuda/" + name.snake() + ".cu");
    files.put("ptx", "gpu/kernels/src/main/resources/" + PTX + name.snake() + ".ptx");
    files.put("launcher", "gpu/kernels" + JAVA + "gpu/kernels/" + stem + "Kernel.java");
    files.put("properties", "verify" + JAVA + "verify/" + stem + "Properties.java");
    if (BENCHMARKED.contains(stem)) {
      files.put("benchmark", "benchmarks" + JAVA + "bench/" + stem + "Benchmark.java");
    }
    return files;
  }

  /** Its own, or one that several share; what is exact has none. */
  private static Optional<String> bound(String stem) {
    return switch (stem) {
      case "Projection", "AbsorbQuery", "UnabsorbOutput", "DecompressHeads" -> Optional.of("Dot");
      case "PagedMlaDecode", "MlaPrefill", "SparseMlaDecode", "MhaDecode" ->
          Optional.of("Attention");
      case "AppendLatentCache" -> Optional.empty();
      default -> Optional.of(stem);
    };
  }
}
