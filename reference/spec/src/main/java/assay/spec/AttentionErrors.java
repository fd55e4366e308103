package assay.spec;

import assay.spec.ErrorSums.Sum;

/** What the errors of one row's weights come to. */
final class AttentionErrors {

  final SmallTerms sizes;

  /** Their values are given one by one. */
  final HeavyKeys heaviest;

  /** The other keys by the weight of their group; lemma 24. */
  final HeavyTerms heavy;

  /** Keys by G(t) a_t²; lemma 24. */
  final HeavyTerms noisy;

  /** max_t G(t) a_t² of lemma 2. */
  final double independentPeak;

  final double heaviestGroup;
  final double secondGroup;
  final double repeated;
  final double worst;

  /** The part of {@link #worst} of weights that are 0 in binary64. */
  final double vanished;

  final double worstSquares;
  final double worstExponent;
  final double coherent;
  final double coherentSquares;
  final double largestShift;
  private final double scoreDeviation;
  double largestWeight;
  private double partials;
  private double partialSquares;
  private double squares;
  private final int terms;

  AttentionErrors(
      AttentionTerms row,
      WeightGroups groups,
      SmallTerms sizes,
      HeavyKeys heaviest,
      HeavyTerms heavy,
      HeavyTerms noisy,
      double independentPeak,
      ErrorSums sums) {
    this.sizes = sizes;
    this.heaviest = heaviest;
    this.heavy = heavy;
    this.noisy = noisy;
    this.independentPeak = independentPeak;
    this.heaviestGroup = groups.heaviest();
    this.secondGroup = groups.second();
    this.repeated = groups.repeated();
    this.vanished = sums.vanished();
    this.worst = sums.of(Sum.WORST) + vanished;
    this.worstSquares = sums.of(Sum.WORST_SQUARE);
    this.worstExponent = sums.worstExponent();
    this.coherent = sums.of(Sum.COHERENT);
    this.coherentSquares = sums.of(Sum.COHERENT_SQUARE);
    this.largestShift = sums.largestShift();
    this.scoreDeviation = deviation(sums);
    this.terms = row.count();
    addWeights(row.weights());
  }

  private static double deviation(ErrorSums sums) {
    double weight = sums.of(Sum.WEIGHT);
    if (weight == 0) {
      return 0;
    }
    double mean = sums.of(Sum.SHIFT) / weight;
    return Math.sqrt(Math.max(0, sums.of(Sum.SHIFT_SQUARE) / weight - mean * mean));
  }

  /** Their partial sums, and how many there are of each size. */
  private void addWeights(double[] weights) {
    double sum = 0;
    double sums = 0;
    double sumSquares = 0;
    double own = 0;
    double largest = 0;
    sizes.clear();
    for (int t = 0; t < terms; t++) {
      double weight = weights[t];
      sum += weight;
      sums += sum;
      sumSquares = Math.fma(sum, sum, sumSquares);
      own = Math.fma(weight, weight, own);
      largest = weight > largest ? weight : largest;
      sizes.add(weight);
    }
    partials = sums;
    partialSquares = sumSquares;
    squares = own;
    largestWeight = largest;
    sizes.count();
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
    return scoreDeviation;
  }
}
