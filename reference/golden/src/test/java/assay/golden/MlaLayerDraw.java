package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AttentionForm;
import assay.spec.LatentStore;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.TokenSchedule;
import assay.spec.Yarn;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Random small layers: weights keep a signal's size, so that no softmax is flat or a single key.
 */
final class MlaLayerDraw {

  private final Draw draw;

  private MlaLayerDraw(Draw draw) {
    this.draw = draw;
  }

  /** Any shape, schedule, store and form. */
  static Problem problem(Draw draw) {
    MlaLayerDraw layer = new MlaLayerDraw(draw);
    return layer.problem(layer.shape(), layer.schedule());
  }

  /** Of this shape and schedule. */
  static Problem problem(Draw draw, MlaShape shape, TokenSchedule schedule) {
    return new MlaLayerDraw(draw).problem(shape, schedule);
  }

  private MlaShape shape() {
    int[] heads = {1, 2, 3, 6, 12};
    return new MlaShape(
        draw.between(1, 24),
        heads[draw.between(0, heads.length - 1)],
        draw.coin() ? draw.between(1, 12) : 0,
        draw.between(1, 16),
        draw.between(1, 8),
        2 * draw.between(0, 3),
        draw.between(1, 9));
  }

  private LatentStore store() {
    FloatFormat[] formats = {FloatFormat.BF16, FloatFormat.F32, FloatFormat.F64};
    return new LatentStore(formats[draw.between(0, 2)], draw.between(1, 6));
  }

  private Problem problem(MlaShape shape, TokenSchedule schedule) {
    float scale = (float) (1.87 / Math.sqrt(shape.keyWidth()));
    return new Problem(
        weights(shape),
        new MlaLayer.Constants(1e-6, rope(shape.rope()), scale),
        numbers(schedule.tokens() * shape.hidden(), 1),
        schedule,
        store(),
        draw.coin() ? AttentionForm.ABSORBED : AttentionForm.EXPANDED);
  }

  private Optional<Rope> rope(int width) {
    RopePairing pairing = draw.coin() ? RopePairing.INTERLEAVED : RopePairing.HALF_SPLIT;
    Yarn yarn = draw.coin() ? new Yarn(40, 64, 8, 1, 1, 0.707) : Yarn.NONE;
    return width == 0 ? Optional.empty() : Optional.of(new Rope(width, pairing, 1e4, yarn));
  }

  private TokenSchedule schedule() {
    return new TokenSchedule(
        IntStream.range(0, draw.between(1, 3))
            .mapToObj(b -> IntStream.range(0, draw.between(0, 4)).map(i -> step()).toArray())
            .toArray(int[][]::new));
  }

  private int step() {
    return draw.coin() ? 1 : draw.between(1, 7);
  }

  private MlaWeights weights(MlaShape shape) {
    int hidden = shape.hidden();
    int queryInput = shape.hasQueryRank() ? shape.queryRank() : hidden;
    int values = shape.heads() * shape.value();
    Optional<MlaWeights.QueryDown> down =
        shape.hasQueryRank()
            ? Optional.of(
                new MlaWeights.QueryDown(matrix(queryInput, hidden), numbers(queryInput, 1)))
            : Optional.empty();
    return new MlaWeights(
        shape,
        down,
        matrix(shape.heads() * shape.keyWidth(), queryInput),
        matrix(shape.cacheWidth(), hidden),
        numbers(shape.latent(), 1),
        matrix(shape.heads() * (shape.nope() + shape.value()), shape.latent()),
        matrix(hidden, values));
  }

  private Elements matrix(int outputs, int inputs) {
    return numbers(outputs * inputs, 1 / Math.sqrt(inputs));
  }

  private Elements numbers(int count, double size) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> size * draw.gaussian());
    return Elements.rounded(FloatFormat.BF16, values);
  }
}
