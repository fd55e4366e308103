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
  private double partial;
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

  /** Terms in order. */
  void add(double weight, double scoreShift, double worstExponentError, double coherentError) {
    terms++;
    partial += weight;
    partials += partial;
    partialSquares += partial * partial;
    largestWeight = weight > largestWeight ? weight : largestWeight;
    worstExponent = Math.max(worstExponent, worstExponentError);
    if (weight == 0) {
      double weightError = Math.exp(worstExponentError - scoreShift);
      worst += weightError;
      vanished += weightError;
      return;
    }
    sizes.add(weight);
    squares += weight * weight;
    double worstError = relativeError(worstExponentError);
    worst += weight * worstError;
    worstSquares += weight * worstError * worstError;
    coherent += weight * coherentError;
    coherentSquares += weight * coherentError * coherentError;
  }

  /** One key, and what its group weighs; a sink is in none. */
  void addGroup(int key, double group, double weight) {
    if (weight > 0 && !heaviest.has(key)) {
      heavy.add(group, weight);
    }
  }

  /** One key's part in the spread of scores; a sink has none. */
  void addShift(double weight, double scoreShift) {
    if (weight > 0) {
      largestShift = scoreShift > largestShift ? scoreShift : largestShift;
      shifted += weight;
      shift += weight * scoreShift;
      shiftSquares += weight * scoreShift * scoreShift;
    }
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
