package assay.spec;

/** Weighted sums of the errors of one row's weights. */
final class AttentionErrors {

  final SmallTerms sizes;

  /** Their values are given one by one. */
  final HeavyKeys heaviest;

  /** The other keys by the weight of their group; lemma 24. */
  final HeavyTerms heavy;

  /** Keys by G(t) a_t²; lemma 24. */
  final HeavyTerms noisy;

  final double heaviestGroup;
  final double secondGroup;
  final double repeated;
  double largestWeight;
  double worst;

  /** The part of {@link #worst} of weights that are 0 in binary64. */
  double vanished;

  double worstSquares;
  double worstExponent;
  final double independentPeak;
  double coherent;
  double coherentSquares;
  double largestShift;
  private double shifted;
  private double shift;
  private double shiftSquares;
  private double partials;
  private double partialSquares;
  private double squares;
  private int terms;

  /**
   * @param independentPeak max_t G(t) a_t² of lemma 2
   */
  AttentionErrors(
      WeightGroups groups,
      SmallTerms sizes,
      HeavyKeys heaviest,
      HeavyTerms heavy,
      HeavyTerms noisy,
      double independentPeak) {
    this.sizes = sizes;
    this.heaviest = heaviest;
    this.heavy = heavy;
    this.noisy = noisy;
    sizes.clear();
    heavy.begin(groups.heaviest());
    this.independentPeak = independentPeak;
    this.heaviestGroup = groups.heaviest();
    this.secondGroup = groups.second();
    this.repeated = groups.repeated();
  }

  /** The keys, in order, and the sink if there is one. */
  void add(AttentionTerms row, ExponentErrors exponents, WeightGroups groups) {
    addWeights(row.weights(), row.count());
    addKeys(row, exponents);
    addShifts(row, exponents.largest());
    addGroups(row, groups);
    if (row.sink()) {
      double score = row.scores()[row.keys()];
      double shift = exponents.largest() - score;
      double worst = exponents.worst(score, 0);
      add(row.weights()[row.keys()], shift, worst, exponents.coherentOfSink(score));
    }
    sizes.count();
  }

  /** Their partial sums, and how many there are of each size. */
  private void addWeights(double[] weights, int count) {
    double sum = 0;
    double sums = 0;
    double sumSquares = 0;
    double largest = 0;
    for (int t = 0; t < count; t++) {
      double weight = weights[t];
      sum += weight;
      sums += sum;
      sumSquares += sum * sum;
      squares += weight * weight;
      largest = weight > largest ? weight : largest;
      if (weight > 0) {
        sizes.add(weight);
      }
    }
    terms = count;
    partials = sums;
    partialSquares = sumSquares;
    largestWeight = largest;
  }

  private void addKeys(AttentionTerms row, ExponentErrors exponents) {
    for (int t = 0; t < row.keys(); t++) {
      double score = row.scores()[t];
      double shift = exponents.largest() - score;
      double worst = exponents.worst(score, row.gauges()[t]);
      add(row.weights()[t], shift, worst, exponents.coherent(score));
    }
  }

  private void add(double weight, double shift, double worstOfExponent, double coherentOfExponent) {
    worstExponent = Math.max(worstExponent, worstOfExponent);
    if (weight == 0) {
      double weightError = Math.exp(worstOfExponent - shift);
      worst += weightError;
      vanished += weightError;
      return;
    }
    double worstError = relativeError(worstOfExponent);
    worst += weight * worstError;
    worstSquares += weight * worstError * worstError;
    coherent += weight * coherentOfExponent;
    coherentSquares += weight * coherentOfExponent * coherentOfExponent;
  }

  /** A sink is in no group. */
  private void addGroups(AttentionTerms row, WeightGroups groups) {
    double[] weights = row.weights();
    double[] sums = groups.all();
    for (int t = 0; t < row.keys(); t++) {
      if (weights[t] > 0 && !heaviest.has(t)) {
        heavy.add(sums[t], weights[t]);
      }
    }
  }

  /** The spread of the keys' scores; a sink has none. */
  private void addShifts(AttentionTerms row, double largest) {
    double sum = 0;
    double sumSquares = 0;
    double total = 0;
    double most = 0;
    for (int t = 0; t < row.keys(); t++) {
      double weight = row.weights()[t];
      if (weight > 0) {
        double shiftOfKey = largest - row.scores()[t];
        most = shiftOfKey > most ? shiftOfKey : most;
        total += weight;
        sum += weight * shiftOfKey;
        sumSquares += weight * shiftOfKey * shiftOfKey;
      }
    }
    largestShift = most;
    shifted = total;
    shift = sum;
    shiftSquares = sumSquares;
  }

  /** Σ_t w_t². */
  double squares() {
    return squares;
  }

  /** The mean square of the partial sums of the weights, forwards or backwards. */
  double weightPath() {
    double forwards = partialSquares / terms;
    return Math.max(forwards, forwards - 2 * partials / terms + 1);
  }

  /** Standard deviation of the keys' scores under their weights, in nats. */
  double scoreDeviation() {
    if (shifted == 0) {
      return 0;
    }
    double mean = shift / shifted;
    return Math.sqrt(Math.max(0, shiftSquares / shifted - mean * mean));
  }

  /** At least e^x − 1, and at most x² above it where that is small. */
  static double relativeError(double x) {
    return x < 1 ? x + x * x : Math.expm1(x);
  }
}
