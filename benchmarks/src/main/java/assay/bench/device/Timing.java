package assay.bench.device;

import assay.evidence.BenchmarkResult;
import assay.gpu.kernels.KernelChoice;
import assay.gpu.kernels.Work;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One case's times.
 *
 * @param shape words {@code name=value}
 * @param launches kernels of one repetition
 * @param choice which entry the launcher took, where it has several
 * @param nanos of each repetition
 */
record Timing(
    String name,
    String shape,
    DeviceBench.L2 l2,
    int launches,
    Optional<KernelChoice> choice,
    Work work,
    List<Double> nanos) {

  private static final double MICRO = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;

  /** The upper one of an even number. */
  double medianNanos() {
    return nanos.stream().sorted().toList().get(nanos.size() / 2);
  }

  double bytesPerSecond() {
    return work.bytes() / medianNanos() * NANOS_PER_SECOND;
  }

  double flopPerSecond() {
    return work.flop() / medianNanos() * NANOS_PER_SECOND;
  }

  /** Rates are of the median; shares are of the ceilings that are known. */
  BenchmarkResult evidence(Ceilings ceilings) {
    List<Double> micros = nanos.stream().map(time -> time / MICRO).toList();
    double mean = micros.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    return new BenchmarkResult(
        name, BenchmarkResult.DEVICE, "us/op", mean, Double.NaN, params(ceilings), micros, jvm());
  }

  private Map<String, String> params(Ceilings ceilings) {
    Map<String, String> params = new TreeMap<>();
    for (String word : shape.split(" ")) {
      int equals = word.indexOf('=');
      params.put(word.substring(0, equals), word.substring(equals + 1));
    }
    params.put("l2", l2.name().toLowerCase(Locale.ROOT));
    params.put("launches", Integer.toString(launches));
    choice.ifPresent(one -> {
      params.put("entry", one.entry());
      params.put("why", one.reason());
    });
    params.put("bytes", Long.toString(work.bytes()));
    params.put("flop", Long.toString(work.flop()));
    put(params, "gigabytesPerSecond", bytesPerSecond() / 1e9);
    put(params, "teraflopPerSecond", flopPerSecond() / 1e12);
    put(params, "copyShare", bytesPerSecond() / ceilings.bytesPerSecond());
    put(params, "productShare", flopPerSecond() / ceilings.flopPerSecond());
    return params;
  }

  private static void put(Map<String, String> params, String name, double value) {
    if (!Double.isNaN(value)) {
      params.put(name, String.format(Locale.ROOT, "%.4g", value));
    }
  }

  private static String jvm() {
    return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
  }
}
