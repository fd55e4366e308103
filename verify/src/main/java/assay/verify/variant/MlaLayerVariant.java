package assay.verify.variant;

import assay.numerics.Elements;
import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;
import java.util.function.Function;

/** One run of a correct {@link MlaLayer}, composed of correct kernels, in either form. */
public class MlaLayerVariant extends MlaLayerSteps {

  protected final LatentUp up;
  protected final MlaLayerPool pool;

  public MlaLayerVariant(MlaLayerParts parts, Problem problem) {
    super(parts, problem);
    this.up = LatentUp.of(problem.weights());
    this.pool = new MlaLayerPool(problem);
  }

  /** Makes one run's layer. */
  @FunctionalInterface
  public interface Maker {
    MlaLayerVariant make(MlaLayerParts parts, Problem problem);
  }

  /** Implementations of kernels with these options. */
  public static Function<Surroundings, Implementation<Problem>> with(
      LinearOptions linear, AttentionOptions attention, Maker maker) {
    return surroundings -> {
      MlaLayerParts parts = MlaLayerParts.of(surroundings, linear, attention);
      return problem -> maker.make(parts, problem).run();
    };
  }

  /** All steps of all sequences. */
  public Result run() {
    Elements queries = queries();
    Elements down = down();
    Elements slots = beside(latents(down), shape.latent(), keys(down));
    int width = shape.heads() * shape.value();
    double[] values = new double[problem.tokens() * width];
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int first = 0;
      for (int count : problem.schedule().steps()[b]) {
        double[] step = step(b, first, count, queries, slots);
        System.arraycopy(step, 0, values, row(b, first) * width, step.length);
        first += count;
      }
    }
    double[] out = output(narrow(values)).toDoubles();
    return MlaLayer.result(problem, out, cached());
  }

  /** One step of one sequence: [count, H, V]. */
  protected double[] step(int b, int first, int count, Elements queries, Elements slots) {
    append(b, first, count, slots);
    long width = (long) shape.heads() * shape.keyWidth();
    Elements own = queries.slice(row(b, first) * width, count * width);
    return attended(b, first, count, own);
  }

  /** The row of a token. */
  protected int row(int b, int t) {
    return problem.schedule().firstRow(b) + t;
  }

  /** Puts a step's tokens into the cache. */
  protected void append(int b, int first, int count, Elements slots) {
    for (int t = first; t < first + count; t++) {
      for (int i = 0; i < shape.cacheWidth(); i++) {
        pool.store(b, t, i, slots.get((long) row(b, t) * shape.cacheWidth() + i));
      }
    }
  }

  protected double[] attended(int b, int first, int count, Elements queries) {
    return switch (problem.form()) {
      case ABSORBED -> absorbed(b, first + count, count, queries);
      case EXPANDED -> expanded(b, first + count, count, queries);
    };
  }

  /** Attention on the latents of {@code length} tokens. */
  protected double[] absorbed(int b, int length, int count, Elements queries) {
    AbsorbQuery.Problem query = new AbsorbQuery.Problem(up, shape.rope(), queries);
    PagedMlaDecode.Problem decode =
        new PagedMlaDecode.Problem(
            count,
            shape.heads(),
            shape.latent(),
            shape.rope(),
            narrow(parts.absorption().run(query).tensor("q").values()),
            pool.sequence(b, length),
            scale(count),
            causal(count));
    Elements out = narrow(parts.decode().run(decode).tensor("out").values());
    return parts.unabsorption().run(new UnabsorbOutput.Problem(up, out)).tensor("out").values();
  }

  /** Attention on keys and values of each head. */
  protected double[] expanded(int b, int length, int count, Elements queries) {
    Elements slots = slots(b, firstKey(b, length, count), length);
    Result heads =
        parts.decompression().run(DecompressHeads.Problem.allHeads(up, shape.rope(), slots));
    int keys = length - firstKey(b, length, count);
    MlaPrefill.Problem prefill =
        new MlaPrefill.Problem(
            shape.heads(),
            shape.keyWidth(),
            shape.value(),
            new int[] {0, count},
            new int[] {0, keys},
            queries,
            narrow(heads.tensor("k").values()),
            narrow(heads.tensor("v").values()),
            scale(count),
            causal(count));
    return parts.prefill().run(prefill).tensor("out").values();
  }

  /** The first key that expanded attention reads. */
  protected int firstKey(int b, int length, int count) {
    return 0;
  }

  /** The softmax scale of a step of {@code count} tokens. */
  protected float scale(int count) {
    return problem.constants().softmaxScale();
  }

  protected boolean causal(int count) {
    return true;
  }

  /** Tokens {@code first} to before {@code length} as the cache holds them. */
  protected Elements slots(int b, int first, int length) {
    double[] slots = new double[(length - first) * shape.cacheWidth()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = pool.load(b, first + i / shape.cacheWidth(), i % shape.cacheWidth());
    }
    return narrow(slots);
  }

  /** W_O times all heads' values. */
  protected Elements output(Elements values) {
    return projected(values, shape.heads() * shape.value(), weights.output(), shape.hidden());
  }

  /** [N, D + R] of all tokens. */
  protected double[] cached() {
    double[] cached = new double[problem.tokens() * shape.cacheWidth()];
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int at = row(b, 0) * shape.cacheWidth();
      for (int i = 0; i < problem.schedule().tokens(b) * shape.cacheWidth(); i++) {
        cached[at + i] = pool.load(b, i / shape.cacheWidth(), i % shape.cacheWidth());
      }
    }
    return cached;
  }
}
