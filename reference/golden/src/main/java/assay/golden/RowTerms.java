package assay.golden;

import assay.spec.AttentionTerms;
import assay.spec.ScoreSpreads;

/**
 * One row's terms of its budget, with room for a sink after the keys, in buffers of one group's
 * rows.
 */
final class RowTerms implements ScoreSpreads {

  private final double[] weights;
  private final double[] scores;
  private final double[] query;
  private final double[] key;
  private final AttentionPass pass;
  private final AttentionShape shape;
  private final double scaleSquare;
  private int row;
  private int keys;

  RowTerms(AttentionPass pass, AttentionShape shape) {
    this.pass = pass;
    this.shape = shape;
    this.scaleSquare = shape.scale() * shape.scale();
    this.query = new double[shape.keyWidth()];
    this.key = new double[shape.keyWidth()];
    int room = pass.group().keys() + 1;
    this.weights = new double[room];
    this.scores = new double[room];
  }

  void begin(int newRow) {
    row = newRow;
    keys = pass.group().visible(row);
    pass.group().query(row, query, 0);
    pass.scores().copyTo(row, keys, scores);
  }

  /** As if there were no sink. */
  AttentionTerms alone() {
    weigh(1, pass.normaliser(row).sum());
    return terms(false);
  }

  AttentionTerms besideSink() {
    Normaliser normaliser = pass.normaliser(row);
    weigh(normaliser.factor(), normaliser.total());
    weights[keys] = normaliser.sinkWeight();
    scores[keys] = pass.group().sink(row);
    return terms(true);
  }

  private void weigh(double factor, double total) {
    System.arraycopy(scores, 0, weights, 0, keys);
    pass.lanes().expSum(weights, 0, keys, pass.normaliser(row).largest());
    normalise(factor, total);
  }

  private void normalise(double factor, double total) {
    for (int t = 0; t < keys; t++) {
      weights[t] = weights[t] * factor / total;
    }
  }

  private AttentionTerms terms(boolean sink) {
    AttentionNorms norms = pass.norms();
    return new AttentionTerms(
        weights,
        scores,
        norms.gauges(row, shape.scale()),
        norms.spreads(row, scaleSquare),
        this,
        keys,
        sink,
        norms.largestValue(keys),
        pass.keysPerLook());
  }

  @Override
  public double square(int t) {
    pass.group().key(t, key, 0);
    for (int i = 0; i < key.length; i++) {
      key[i] *= query[i];
    }
    return scaleSquare * pass.lanes().dot(key, 0, key, 0, key.length);
  }
}
