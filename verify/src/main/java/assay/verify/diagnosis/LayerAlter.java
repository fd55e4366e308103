package assay.verify.diagnosis;

import assay.spec.MlaWeights.QueryDown;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** A layer with one step replaced. */
final class LayerAlter {

  /** A change of some features of a token. */
  @FunctionalInterface
  interface OfFeatures {
    double[] of(LayerToken token, double[] features);
  }

  /** A query's features after its first projection, normed or not. */
  @FunctionalInterface
  interface QueryNorm {
    double[] of(LayerToken token, QueryDown down, double[] x);
  }

  /** What is read for key t of a token. */
  @FunctionalInterface
  interface Reading {
    double[] read(LayerToken token, int t, LayerSteps.Memory memory);
  }

  private LayerAlter() {}

  static LayerSteps scaleTimes(ToDoubleFunction<LayerToken> factor) {
    return new LayerSteps() {
      @Override
      double scale(LayerToken token) {
        return super.scale(token) * factor.applyAsDouble(token);
      }
    };
  }

  static LayerSteps queryTurned(OfFeatures turn) {
    return new LayerSteps() {
      @Override
      double[] queryTurned(LayerToken token, double[] rope) {
        return turn.of(token, rope);
      }
    };
  }

  static LayerSteps keyTurned(OfFeatures turn) {
    return new LayerSteps() {
      @Override
      double[] keyTurned(LayerToken token, double[] rope) {
        return turn.of(token, rope);
      }
    };
  }

  static LayerSteps bothTurned(OfFeatures turn) {
    return new LayerSteps() {
      @Override
      double[] queryTurned(LayerToken token, double[] rope) {
        return turn.of(token, rope);
      }

      @Override
      double[] keyTurned(LayerToken token, double[] rope) {
        return turn.of(token, rope);
      }
    };
  }

  static LayerSteps queryNorm(QueryNorm norm) {
    return new LayerSteps() {
      @Override
      double[] queryNorm(LayerToken token, QueryDown down, double[] x) {
        return norm.of(token, down, x);
      }
    };
  }

  /**
   * @param latent of the latent, and the key after it
   */
  static LayerSteps latent(OfFeatures latent) {
    return new LayerSteps() {
      @Override
      double[] latent(LayerToken token, double[] down) {
        return latent.of(token, down);
      }
    };
  }

  static LayerSteps slot(OfFeatures slot) {
    return new LayerSteps() {
      @Override
      double[] slot(LayerToken token) {
        return slot.of(token, super.slot(token));
      }
    };
  }

  static LayerSteps hidden(OfFeatures hidden) {
    return new LayerSteps() {
      @Override
      double[] hidden(LayerToken token) {
        return hidden.of(token, super.hidden(token));
      }
    };
  }

  static LayerSteps query(OfFeatures query) {
    return new LayerSteps() {
      @Override
      double[] query(LayerToken token) {
        return query.of(token, super.query(token));
      }
    };
  }

  static LayerSteps keys(ToIntFunction<LayerToken> first, ToIntFunction<LayerToken> end) {
    return new LayerSteps() {
      @Override
      int firstKey(LayerToken token) {
        return first.applyAsInt(token);
      }

      @Override
      int endKey(LayerToken token) {
        return end.applyAsInt(token);
      }
    };
  }

  static LayerSteps read(Reading reading) {
    return new LayerSteps() {
      @Override
      double[] read(LayerToken token, int t, Memory memory) {
        return reading.read(token, t, memory);
      }
    };
  }

  static LayerSteps values(OfFeatures values) {
    return new LayerSteps() {
      @Override
      double[] output(LayerToken token, double[] own) {
        return super.output(token, values.of(token, own));
      }
    };
  }

  static LayerSteps output(OfFeatures output) {
    return new LayerSteps() {
      @Override
      double[] output(LayerToken token, double[] values) {
        return output.of(token, super.output(token, values));
      }
    };
  }
}
