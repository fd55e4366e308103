package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.AbsorbQuery;
import assay.spec.Accumulation;
import assay.spec.DecompressHeads;
import assay.spec.Implementation;
import assay.spec.Operator;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.UnabsorbOutput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Correct kernels for the operators that multiply by weights. */
public final class ProductVariants {

  private static final LinearOptions F32 = LinearOptions.F32;
  private static final LinearOptions BF16 = LinearOptions.BF16;

  private ProductVariants() {}

  static List<HonestVariant<?>> projections() {
    List<HonestVariant<?>> all =
        family(
            "projection",
            Projection.OPERATOR,
            options -> ProjectionVariant.with(options, ProjectionVariant::new));
    all.add(
        new HonestVariant<>(
            "projection-scaled-by-block",
            Projection.OPERATOR,
            F32.contract(),
            ProjectionVariant.with(F32.withTileTerms(ProjectionWeights.BLOCK), ByBlock::new)));
    return all;
  }

  static List<HonestVariant<?>> absorptions() {
    return family(
        "absorb",
        AbsorbQuery.OPERATOR,
        options -> AbsorbQueryVariant.with(options, AbsorbQueryVariant::new));
  }

  static List<HonestVariant<?>> unabsorptions() {
    return family(
        "unabsorb",
        UnabsorbOutput.OPERATOR,
        options -> UnabsorbOutputVariant.with(options, UnabsorbOutputVariant::new));
  }

  static List<HonestVariant<?>> decompressions() {
    return family(
        "decompress",
        DecompressHeads.OPERATOR,
        options -> DecompressHeadsVariant.with(options, DecompressHeadsVariant::new));
  }

  /** Orders of sums, tiles, formats and matrix units, by name. */
  static Map<String, LinearOptions> options() {
    Map<String, LinearOptions> options = new LinkedHashMap<>();
    options.put("fma", F32);
    options.put("multiply-add", F32.withSums(new MultiplyAdd()));
    options.put("warp", F32.withSums(new Strided(8)).withTileTerms(64));
    options.put("blocked", F32.withSums(new Blocked(new FmaChain(), 16)));
    options.put("tile-7", F32.withTileTerms(7));
    options.put("bf16", BF16);
    options.put("bf16-weights", BF16.withWeights(FloatFormat.BF16));
    options.put("ampere", BF16.withSums(matrix(Accumulation.AMPERE)));
    options.put("hopper", BF16.withSums(matrix(Accumulation.HOPPER)).withTileTerms(64));
    options.put("volta-f32", F32.withSums(matrix(Accumulation.VOLTA)));
    return options;
  }

  private static Arithmetic matrix(Accumulation unit) {
    return new MatrixUnit((Accumulation.Truncated) unit);
  }

  private static <P> List<HonestVariant<?>> family(
      String name,
      Operator operator,
      Function<LinearOptions, Function<Surroundings, Implementation<P>>> with) {
    List<HonestVariant<?>> all = new ArrayList<>();
    options()
        .forEach((special, options) ->
            all.add(
                new HonestVariant<>(
                    name + "-" + special, operator, options.contract(), with.apply(options))));
    return all;
  }

  /** Multiplies a block's sum of codes by its scale, as DeepSeek's FP8 product does. */
  private static final class ByBlock extends ProjectionVariant {

    ByBlock(Memory memory, LinearOptions options, Projection.Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float unpacked(float code, float scale) {
      return code;
    }

    @Override
    protected void addTile(float[] sums, float[] x, int first, int count, Factors factors) {
      float[] block = new float[sums.length];
      super.addTile(block, x, first, count, factors);
      boolean scaled = weights instanceof ProjectionWeights.BlockScaled;
      for (int o = 0; o < sums.length; o++) {
        sums[o] = Math.fma(block[o], scaled ? scale(o, first) : 1, sums[o]);
      }
    }
  }
}
