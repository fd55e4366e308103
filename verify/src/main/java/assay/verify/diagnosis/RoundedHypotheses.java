package assay.verify.diagnosis;

import assay.numerics.FloatFormat;
import assay.verify.planted.BugClass;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Attention with one kind of number kept in a narrow format. */
final class RoundedHypotheses {

  private RoundedHypotheses() {}

  static List<Altered> all() {
    return Stream.of(FloatFormat.FP16, FloatFormat.BF16)
        .flatMap(format -> in(format).stream())
        .toList();
  }

  private static List<Altered> in(FloatFormat format) {
    return List.of(
        altered(
            "scores are rounded to %s before they are scaled",
            format,
            Alter.dot((p, q, k) -> Rounded.to(format, AttentionSteps.dot(q, k, 0, q.length)))),
        altered("q·k is summed in %s", format, Alter.dot((p, q, k) -> summed(format, q, k))),
        altered(
            "scores are rounded to %s",
            format,
            Alter.attending((p, row, s, v) ->
                AttentionSteps.softmax(rounded(format, s), v, p.valueWidth(), row.sink()))),
        altered(
            "keys are rounded to %s",
            format, Alter.dot((p, q, k) -> AttentionSteps.dot(q, rounded(format, k), 0, q.length))),
        altered(
            "results are rounded to %s",
            format,
            Alter.finishing((p, out, lse) -> Arrays.setAll(out, i -> Rounded.to(format, out[i])))));
  }

  private static Altered altered(String title, FloatFormat format, AttentionSteps steps) {
    return new Altered(BugClass.ACCUMULATION, title.formatted(format), steps);
  }

  private static double summed(FloatFormat format, double[] query, double[] key) {
    double sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum = Rounded.to(format, sum + query[i] * key[i]);
    }
    return sum;
  }

  private static double[] rounded(FloatFormat format, double[] values) {
    return Arrays.stream(values).map(value -> Rounded.to(format, value)).toArray();
  }
}
