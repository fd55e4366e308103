package assay.verify.planted;

import static assay.verify.planted.BugClass.ACCUMULATION;
import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.PAGING;
import static assay.verify.planted.BugClass.PATH;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.MlaLayerVariant;
import java.util.List;

/** Mistakes of a layer in its cache, heads and formats. */
final class LayerMemoryBugs {

  private static final AttentionOptions ATTENTION = AttentionOptions.F32;

  private static final Mutant<Problem, MlaLayerVariant.Maker> BUGS =
      new Mutant<>(
          MlaLayer.OPERATOR,
          ATTENTION.contract(),
          maker -> MlaLayerVariant.with(LinearOptions.F32, ATTENTION, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              PATH,
              81,
              "a short decode step leaves its values of the step before",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    private double[] before = new double[0];

                    @Override
                    protected double[] attended(int b, int first, int count, Elements queries) {
                      double[] own = super.attended(b, first, count, queries);
                      double[] kept = before;
                      before = own;
                      return count == 1 && kept.length == own.length ? kept : own;
                    }
                  },
              "prefill-is-decode",
              "batch-independence"),
          BUGS.of(
              PAGING,
              86,
              "every sequence reads the first one's pages",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements slots(int b, int first, int length) {
                      return super.slots(0, first, length);
                    }
                  },
              "batch-permutation"),
          BUGS.of(
              PAGING,
              87,
              "keys past the first page are those of the first page",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements slots(int b, int first, int length) {
                      Elements slots = super.slots(b, first, length);
                      int width = shape.cacheWidth();
                      for (int t = 0; t < length - first; t++) {
                        int in = (first + t) % problem.store().pageSize();
                        for (int i = 0; i < width; i++) {
                          slots.set((long) t * width + i, pool.load(b, in, i));
                        }
                      }
                      return slots;
                    }
                  },
              "other-pages"),
          BUGS.of(
              TAIL,
              88,
              "the first token of a page is not seen until the next",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected double[] absorbed(int b, int length, int count, Elements queries) {
                      boolean begins = length % problem.store().pageSize() == 1 && length > 1;
                      return super.absorbed(b, begins ? length - 1 : length, count, queries);
                    }
                  },
              "other-pages"),
          BUGS.of(
              HEADS,
              86,
              "heads' values are put together feature by feature",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements output(Elements values) {
                      double[] swapped = values.toDoubles();
                      int width = shape.heads() * shape.value();
                      for (int i = 0; i < swapped.length; i++) {
                        int h = i % width % shape.heads();
                        int v = i % width / shape.heads();
                        swapped[i] =
                            values.get((long) i / width * width + (long) h * shape.value() + v);
                      }
                      return super.output(narrow(swapped));
                    }
                  },
              "within-budget"),
          BUGS.of(
              HEADS,
              87,
              "all heads have head 0's values",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements output(Elements values) {
                      double[] same = values.toDoubles();
                      int width = shape.heads() * shape.value();
                      for (int i = 0; i < same.length; i++) {
                        same[i] = values.get((long) i / width * width + i % width % shape.value());
                      }
                      return super.output(narrow(same));
                    }
                  },
              "within-budget"),
          BUGS.of(
              POISON,
              86,
              "a NaN in a hidden state is taken for 0",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements hidden() {
                      double[] hidden = super.hidden().toDoubles();
                      for (int i = 0; i < hidden.length; i++) {
                        hidden[i] = Double.isNaN(hidden[i]) ? 0 : hidden[i];
                      }
                      return narrow(hidden);
                    }
                  },
              "live-nan"),
          BUGS.of(
              ACCUMULATION,
              84,
              "the cache's numbers are rounded to bf16, whatever its format",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected void append(int b, int first, int count, Elements slots) {
                      super.append(
                          b, first, count, Elements.rounded(FloatFormat.BF16, slots.toDoubles()));
                    }
                  },
              "within-budget"),
          BUGS.of(
              ACCUMULATION,
              85,
              "values are rounded to bf16 before the last projection",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements output(Elements values) {
                      return super.output(Elements.rounded(FloatFormat.BF16, values.toDoubles()));
                    }
                  },
              "within-budget"),
          BUGS.of(
              PRODUCT,
              60,
              "hidden states are added to the result",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements output(Elements values) {
                      double[] out = super.output(values).toDoubles();
                      for (int i = 0; i < out.length; i++) {
                        out[i] += problem.hidden().get(i);
                      }
                      return narrow(out);
                    }
                  },
              "within-budget"));

  private LayerMemoryBugs() {}
}
