package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.LatentUp;
import assay.spec.Model;
import assay.spec.ProjectionWeights;
import assay.spec.Tensor.Axis;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Weights for problems, and weights as tensors. */
final class ProjectionWeightsData {

  /** Of checkpoints. */
  private static final List<FloatFormat> FORMATS =
      List.of(FloatFormat.BF16, FloatFormat.FP16, FloatFormat.F32);

  private ProjectionWeightsData() {}

  /** Dense or block-scaled. */
  static ProjectionWeights draw(Drawing drawing, int outputs, int inputs) {
    return drawing.coin() ? dense(drawing, outputs, inputs) : blockScaled(drawing, outputs, inputs);
  }

  /** So that a product with normal values is of their size. */
  static ProjectionWeights dense(Drawing drawing, int outputs, int inputs) {
    Elements values =
        drawing.normals(
            drawing.pick(FORMATS), Math.multiplyExact(outputs, inputs), 1 / Math.sqrt(inputs));
    return new ProjectionWeights.Dense(outputs, inputs, values);
  }

  private static ProjectionWeights blockScaled(Drawing drawing, int outputs, int inputs) {
    int blocks =
        Math.ceilDiv(outputs, ProjectionWeights.BLOCK)
            * Math.ceilDiv(inputs, ProjectionWeights.BLOCK);
    return new ProjectionWeights.BlockScaled(
        outputs,
        inputs,
        drawing.normals(FloatFormat.FP8_E4M3, outputs * inputs, 32),
        drawing.normals(FloatFormat.F32, blocks, 1e-3));
  }

  /** Every weight times 2^power, by its scale where there is one. */
  static ProjectionWeights times(ProjectionWeights weights, int power) {
    DoubleUnaryOperator change = value -> Math.scalb(value, power);
    return switch (weights) {
      case ProjectionWeights.Dense(int outputs, int inputs, Elements values) ->
          new ProjectionWeights.Dense(outputs, inputs, Numbers.map(values, change));
      case ProjectionWeights.BlockScaled(
              int outputs,
              int inputs,
              Elements codes,
              Elements scales) ->
          new ProjectionWeights.BlockScaled(outputs, inputs, codes, Numbers.map(scales, change));
    };
  }

  /** Any weights of the heads and widths of {@code model}. */
  static LatentUp latentUp(Drawing drawing, Model model) {
    return latentUp(drawing, model.heads(), model.nope(), model.value(), model.latent());
  }

  /** Any weights of these widths. */
  static LatentUp latentUp(Drawing drawing, int heads, int nope, int value, int latent) {
    return new LatentUp(
        heads, nope, value, dense(drawing, Math.multiplyExact(heads, nope + value), latent));
  }

  /** Small heads, up to 12 of them, values as wide as keys or not. */
  static LatentUp smallLatentUp(Drawing drawing) {
    int heads = drawing.between(1, 12);
    int latent = drawing.between(1, 40);
    int nope = drawing.between(1, 20);
    int value = drawing.between(1, 20);
    if (drawing.between(1, 3) < 3) {
      return latentUp(drawing, heads, nope, value, latent);
    }
    ProjectionWeights scaled = blockScaled(drawing, heads * (nope + value), latent);
    return new LatentUp(heads, nope, value, scaled);
  }

  static void add(ProblemData.Builder data, ProjectionWeights weights) {
    Axis o = new Axis("o", weights.outputs());
    Axis i = new Axis("i", weights.inputs());
    switch (weights) {
      case ProjectionWeights.Dense dense -> data.floats("weights", dense.values(), o, i);
      case ProjectionWeights.BlockScaled scaled -> {
        data.floats("weights.codes", scaled.codes(), o, i);
        data.floats("weights.scales", scaled.scales(), blocks(o), blocks(i));
      }
    }
  }

  /** kv_b_proj, and how its rows are shared out. */
  static void add(ProblemData.Builder data, LatentUp up) {
    add(data, up.weights());
    data.scalar("heads", up.heads()).scalar("nope", up.nope()).scalar("value", up.value());
  }

  private static Axis blocks(Axis axis) {
    return new Axis(axis.name() + "/128", Math.ceilDiv(axis.extent(), ProjectionWeights.BLOCK));
  }
}
