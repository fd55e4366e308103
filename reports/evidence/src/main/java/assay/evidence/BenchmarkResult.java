package assay.evidence;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measured figure.
 *
 * @param name the benchmark's qualified name
 * @param mode how it was measured: JMH's {@code thrpt}, {@code avgt} and so on, or {@link #DEVICE}
 * @param unit of score, error and samples
 * @param score the mean of the samples
 * @param error half the width of its confidence interval; NaN where there are too few samples
 * @param params the benchmark's parameters, sorted by name
 * @param samples one for each iteration, in order of measurement
 * @param jvm the JVM that ran it
 */
public record BenchmarkResult(
    String name,
    String mode,
    String unit,
    double score,
    double error,
    Map<String, String> params,
    List<Double> samples,
    String jvm)
    implements Evidence {

  /** The mode of what a device timed by its own events. */
  public static final String DEVICE = "device";

  public BenchmarkResult {
    params = Collections.unmodifiableMap(new TreeMap<>(params));
    samples = List.copyOf(samples);
  }

  /** Whether a device timed it. */
  public boolean onDevice() {
    return mode.equals(DEVICE);
  }

  /** Of the samples, the upper one of an even number; the score where there is none. */
  public double median() {
    List<Double> sorted = samples.stream().sorted().toList();
    return sorted.isEmpty() ? score : sorted.get(sorted.size() / 2);
  }
}
