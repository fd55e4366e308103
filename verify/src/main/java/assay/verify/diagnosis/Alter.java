package assay.verify.diagnosis;

import java.util.function.ToDoubleFunction;

/** Attention with one step replaced. */
final class Alter {

  /** A number of a row. */
  @FunctionalInterface
  interface OfRow {
    int of(AttentionProblem problem, QueryRow row);
  }

  /** Where a key lies. */
  @FunctionalInterface
  interface SlotRule {
    long slot(AttentionProblem problem, QueryRow row, int t);
  }

  /** Weighing of scores and values. */
  @FunctionalInterface
  interface Attending {
    AttentionSteps.Attended attend(
        AttentionProblem problem, QueryRow row, double[] scores, double[][] values);
  }

  /** A score before it is scaled. */
  @FunctionalInterface
  interface Dot {
    double dot(AttentionProblem problem, double[] query, double[] key);
  }

  /** A change of the whole result. */
  @FunctionalInterface
  interface Finishing {
    void finish(AttentionProblem problem, double[] out, double[] lse);
  }

  private Alter() {}

  static AttentionSteps scale(ToDoubleFunction<AttentionProblem> scale) {
    return new AttentionSteps() {
      @Override
      double scale(AttentionProblem problem, QueryRow row) {
        return scale.applyAsDouble(problem);
      }
    };
  }

  static AttentionSteps scaleTimes(double factor) {
    return scale(problem -> problem.scale() * factor);
  }

  static AttentionSteps dot(Dot dot) {
    return new AttentionSteps() {
      @Override
      double dot(AttentionProblem problem, double[] query, double[] key) {
        return dot.dot(problem, query, key);
      }
    };
  }

  static AttentionSteps end(OfRow end) {
    return new AttentionSteps() {
      @Override
      int end(AttentionProblem problem, QueryRow row) {
        return end.of(problem, row);
      }
    };
  }

  static AttentionSteps first(OfRow first) {
    return new AttentionSteps() {
      @Override
      int first(AttentionProblem problem, QueryRow row) {
        return first.of(problem, row);
      }
    };
  }

  static AttentionSteps slots(SlotRule rule) {
    return new AttentionSteps() {
      @Override
      long slot(AttentionProblem problem, QueryRow row, int t) {
        return rule.slot(problem, row, t);
      }
    };
  }

  /** Values, and not keys, come from elsewhere. */
  static AttentionSteps valueSlots(SlotRule rule) {
    return new AttentionSteps() {
      @Override
      double[] value(AttentionProblem problem, QueryRow row, int t) {
        return problem.value(rule.slot(problem, row, t), keyHead(problem, row));
      }
    };
  }

  /** The query is of another head of the same token; one that is not there reads zeros. */
  static AttentionSteps queryHead(OfRow head) {
    return new AttentionSteps() {
      @Override
      double[] query(AttentionProblem problem, QueryRow row) {
        int other = head.of(problem, row);
        return other < 0 || other >= problem.heads()
            ? new double[problem.keyWidth()]
            : problem.query(problem.withHead(row, other));
      }
    };
  }

  static AttentionSteps keyHead(OfRow head) {
    return new AttentionSteps() {
      @Override
      int keyHead(AttentionProblem problem, QueryRow row) {
        return head.of(problem, row);
      }
    };
  }

  static AttentionSteps attending(Attending attending) {
    return new AttentionSteps() {
      @Override
      Attended attend(AttentionProblem problem, QueryRow row, double[] scores, double[][] values) {
        return attending.attend(problem, row, scores, values);
      }
    };
  }

  static AttentionSteps finishing(Finishing finishing) {
    return new AttentionSteps() {
      @Override
      void finish(AttentionProblem problem, double[] out, double[] lse) {
        finishing.finish(problem, out, lse);
      }
    };
  }

  static AttentionSteps sink(ToDoubleFunction<QueryRow> sink) {
    return new AttentionSteps() {
      @Override
      double sink(AttentionProblem problem, QueryRow row) {
        return sink.applyAsDouble(row);
      }
    };
  }
}
