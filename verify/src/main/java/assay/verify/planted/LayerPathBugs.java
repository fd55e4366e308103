package assay.verify.planted;

import static assay.verify.planted.BugClass.CAUSAL;
import static assay.verify.planted.BugClass.NORM;
import static assay.verify.planted.BugClass.PATH;

import assay.numerics.Elements;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.MlaLayerVariant;
import java.util.Arrays;
import java.util.List;

/** Mistakes of a layer in its norms, and on one path only. */
final class LayerPathBugs {

  private static final AttentionOptions ATTENTION = AttentionOptions.F32;

  private static final Mutant<Problem, MlaLayerVariant.Maker> BUGS =
      new Mutant<>(
          MlaLayer.OPERATOR,
          ATTENTION.contract(),
          maker -> MlaLayerVariant.with(LinearOptions.F32, ATTENTION, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              NORM,
              2,
              "a norm has the other norm's eps",
              List.of("https://github.com/osaurus-ai/vmlx-swift/pull/374"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements latentNormed(Elements latents) {
                      return normed(latents, shape.latent(), weights.latentNorm(), 1e-6);
                    }
                  },
              "within-budget"),
          BUGS.of(
              NORM,
              60,
              "the query's norm is forgotten",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements queryNormed(Elements x, Elements weight) {
                      return x;
                    }
                  },
              "within-budget"),
          BUGS.of(
              NORM,
              61,
              "the latent's norm is forgotten",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements latentNormed(Elements latents) {
                      return latents;
                    }
                  },
              "within-budget"),
          BUGS.of(
              NORM,
              62,
              "the latent's norm takes in the roped key",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements latents(Elements down) {
                      double[] ones = new double[shape.cacheWidth()];
                      Arrays.fill(ones, 1);
                      for (int d = 0; d < shape.latent(); d++) {
                        ones[d] = weights.latentNorm().get(d);
                      }
                      Elements normed =
                          normed(
                              down,
                              shape.cacheWidth(),
                              narrow(ones),
                              problem.constants().normEps());
                      return columns(normed, shape.cacheWidth(), 0, shape.latent());
                    }
                  },
              "within-budget"),
          BUGS.of(
              NORM,
              63,
              "the latent is normed twice",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements latentNormed(Elements latents) {
                      return super.latentNormed(super.latentNormed(latents));
                    }
                  },
              "within-budget"),
          BUGS.of(
              NORM,
              64,
              "prefill stores latents before their norm",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected void append(int b, int first, int count, Elements slots) {
                      super.append(b, first, count, slots);
                      Elements down = down();
                      for (int t = first; t < first + count && count > 1; t++) {
                        for (int d = 0; d < shape.latent(); d++) {
                          pool.store(b, t, d, down.get((long) row(b, t) * shape.cacheWidth() + d));
                        }
                      }
                    }
                  },
              "prefill-is-decode"),
          BUGS.of(
              PATH,
              1,
              "the expanded form sees its own step's keys alone",
              List.of("https://github.com/sgl-project/sglang/pull/30355"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected int firstKey(int b, int length, int count) {
                      return length - count;
                    }
                  },
              "prefill-is-decode",
              "other-form"),
          BUGS.of(
              PATH,
              2,
              "prefill stores latents a tensor-parallel factor too large",
              List.of("https://github.com/tenstorrent/tt-metal/pull/35987"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected void append(int b, int first, int count, Elements slots) {
                      super.append(b, first, count, slots);
                      for (int t = first; t < first + count && count > 1; t++) {
                        for (int d = 0; d < shape.latent(); d++) {
                          pool.store(b, t, d, 2 * pool.load(b, t, d));
                        }
                      }
                    }
                  },
              "prefill-is-decode"),
          BUGS.of(
              PATH,
              80,
              "prefill attends to tokens as they were before they were stored",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    private double[] given = new double[0];

                    @Override
                    protected void append(int b, int first, int count, Elements slots) {
                      super.append(b, first, count, slots);
                      given = slots.toDoubles();
                    }

                    @Override
                    protected Elements slots(int b, int first, int length) {
                      Elements stored = super.slots(b, first, length);
                      int at = row(b, first) * shape.cacheWidth();
                      for (int i = 0; i < stored.count(); i++) {
                        stored.set(i, given[at + i]);
                      }
                      return stored;
                    }
                  },
              "other-form"),
          BUGS.of(
              CAUSAL,
              80,
              "a step's tokens see each other",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected boolean causal(int count) {
                      return false;
                    }
                  },
              "prefill-is-decode",
              "live-nan"),
          BUGS.of(
              CAUSAL,
              81,
              "a decode step does not see its own token",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected double[] absorbed(int b, int length, int count, Elements queries) {
                      return super.absorbed(b, count == 1 ? length - 1 : length, count, queries);
                    }
                  },
              "other-form"));

  private LayerPathBugs() {}
}
