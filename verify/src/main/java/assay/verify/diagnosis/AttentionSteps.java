package assay.verify.diagnosis;

import assay.spec.Result;

/**
 * Softmax attention in binary64, step by step; as it stands it is right. A hypothesis overrides a
 * step.
 */
class AttentionSteps {

  /** A row's out and lse. */
  record Attended(double[] out, double lse) {}

  final Result run(AttentionProblem problem) {
    int width = problem.valueWidth();
    double[] out = new double[problem.rows().size() * width];
    double[] lse = new double[problem.rows().size()];
    for (QueryRow row : problem.rows()) {
      Attended attended = row(problem, row);
      System.arraycopy(attended.out, 0, out, row.index() * width, width);
      lse[row.index()] = attended.lse;
    }
    finish(problem, out, lse);
    return problem.result(out, lse);
  }

  private Attended row(AttentionProblem problem, QueryRow row) {
    int first = first(problem, row);
    int count = Math.max(0, end(problem, row) - first);
    double[] query = query(problem, row);
    double[] scores = new double[count];
    double[][] values = new double[count][];
    double scale = scale(problem, row);
    for (int i = 0; i < count; i++) {
      scores[i] = scale * dot(problem, query, key(problem, row, first + i));
      values[i] = value(problem, row, first + i);
    }
    return attend(problem, row, scores, values);
  }

  int first(AttentionProblem problem, QueryRow row) {
    return 0;
  }

  /** Before this key the row ends. */
  int end(AttentionProblem problem, QueryRow row) {
    return row.visible();
  }

  double[] query(AttentionProblem problem, QueryRow row) {
    return problem.query(row);
  }

  long slot(AttentionProblem problem, QueryRow row, int t) {
    return problem.slot(row, t);
  }

  int keyHead(AttentionProblem problem, QueryRow row) {
    return problem.keyHead(row.head());
  }

  double[] key(AttentionProblem problem, QueryRow row, int t) {
    return problem.key(slot(problem, row, t), keyHead(problem, row));
  }

  double[] value(AttentionProblem problem, QueryRow row, int t) {
    return problem.value(slot(problem, row, t), keyHead(problem, row));
  }

  double scale(AttentionProblem problem, QueryRow row) {
    return problem.scale();
  }

  double dot(AttentionProblem problem, double[] query, double[] key) {
    return dot(query, key, 0, query.length);
  }

  double sink(AttentionProblem problem, QueryRow row) {
    return row.sink();
  }

  Attended attend(AttentionProblem problem, QueryRow row, double[] scores, double[][] values) {
    return softmax(scores, values, problem.valueWidth(), sink(problem, row));
  }

  /** The last word, on everything at once. */
  void finish(AttentionProblem problem, double[] out, double[] lse) {}

  static double dot(double[] query, double[] key, int first, int end) {
    double sum = 0;
    for (int i = first; i < end; i++) {
      sum += query[i] * key[i];
    }
    return sum;
  }

  /** Exact but for binary64's roundings; no keys give 0 and −∞. */
  static Attended softmax(double[] scores, double[][] values, int width, double sink) {
    double[] out = new double[width];
    if (scores.length == 0) {
      return new Attended(out, Double.NEGATIVE_INFINITY);
    }
    double largest = largest(scores);
    double sum = 0;
    for (int t = 0; t < scores.length; t++) {
      double weight = Math.exp(scores[t] - largest);
      sum += weight;
      add(out, weight, values[t]);
    }
    double normaliser = sum + Math.exp(sink - largest);
    for (int d = 0; d < width; d++) {
      out[d] = normaliser == Double.POSITIVE_INFINITY ? 0 : out[d] / normaliser;
    }
    return new Attended(out, largest + Math.log(sum));
  }

  static void add(double[] sum, double weight, double[] values) {
    for (int d = 0; d < sum.length; d++) {
      sum[d] += weight * values[d];
    }
  }

  static double largest(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    return largest;
  }
}
