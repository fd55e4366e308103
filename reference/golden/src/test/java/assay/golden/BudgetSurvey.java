package assay.golden;

import assay.numerics.FloatFormat;
import assay.spec.*;
import assay.spec.PagedMlaDecode.Problem;
import java.util.*;
import java.util.stream.*;

/** Scratch: medians of headroom. */
final class BudgetSurvey {

  static Problem problem(String input, int keys, long seed, int heads) {
    double magnitude =
        input.equals("x10")
            ? Math.sqrt(10)
            : input.equals("x100") ? 10 : input.equals("x.3") ? .3 : 1;
    Problem p = SampleProblem.deepSeek(heads, seed, keys).withMagnitude(magnitude).create();
    SplittableRandom r = new SplittableRandom(seed);
    PagedLatentCache c = p.cache();
    short[] one = new short[p.width()];
    if (input.equals("needle")) {
      long slot = c.slot(0, r.nextInt(keys));
      for (int i = 0; i < p.width(); i++) {
        c.elements().set(slot * p.width() + i, p.query().get(i) * 0.3);
      }
    }
    if (input.equals("offset")) {
      for (int t = 0; t < keys; t++) {
        long slot = c.slot(0, t);
        for (int i = 0; i < p.width(); i++) {
          long at = slot * p.width() + i;
          c.elements().set(at, c.elements().get(at) * .3 + 1);
        }
      }
    }
    if (input.equals("drift")) {
      for (int t = 0; t < keys; t++) {
        long slot = c.slot(0, t);
        for (int i = 0; i < p.width(); i++) {
          long at = slot * p.width() + i;
          c.elements().set(at, c.elements().get(at) * .3 + Math.sin(6.0 * t / keys + i));
        }
      }
    }
    return p;
  }

  static double[] headroom(Expectation e, Result a) {
    double[] h = new double[4];
    for (int i = 0; i < 2; i++) {
      double[] g = e.result().tensors().get(i).values();
      double[] s = a.tensors().get(i).values();
      for (int j = 0; j < g.length; j++) {
        double err = Math.abs(g[j] - s[j]);
        h[2 * i] = Math.max(h[2 * i], err / e.budgets().get(i).statistical()[j]);
        h[2 * i + 1] = Math.max(h[2 * i + 1], err / e.budgets().get(i).hard()[j]);
      }
    }
    return h;
  }

  public static void main(String[] args) {
    NumericContract f32 = NumericContract.F32;
    Accumulation ch = Accumulation.CHAIN;
    Map<String, NumericContract> contracts = new LinkedHashMap<>();
    contracts.put("f32 chain", f32);
    contracts.put("f32 tile64/18", f32.withSums(ch.inBlocksOf(18), ch.inBlocksOf(64)));
    contracts.put("f32 dec", f32.withSums(ch.inBlocksOf(18), ch));
    contracts.put("f32 ampere", f32.withSums(Accumulation.AMPERE, Accumulation.AMPERE));
    contracts.put("f32 hopper", f32.withSums(Accumulation.HOPPER, Accumulation.HOPPER));
    contracts.put(
        "bf16 hopper", NumericContract.BF16.withSums(Accumulation.HOPPER, Accumulation.HOPPER));
    contracts.put("bf16/f32out", NumericContract.BF16.withOutput(FloatFormat.F32));
    contracts.put("bf16 chain", NumericContract.BF16.withSums(ch, ch));
    Set<String> want = args.length > 0 ? Set.of(args[0].split(",")) : contracts.keySet();
    int n = args.length > 1 ? Integer.parseInt(args[1]) : 9;
    int[] lengths =
        args.length > 2
            ? Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray()
            : new int[] {1, 16, 128, 1024, 8192};
    String[] inputs =
        args.length > 3
            ? args[3].split(",")
            : new String[] {"normal", "x.3", "needle", "x10", "x100", "offset", "drift"};
    for (String name : contracts.keySet()) {
      if (!want.contains(name)) continue;
      System.out.printf("%-14s %8s %s%n", name, "keys", "  median out/lse [max stat | max hard]");
      for (String input : inputs) {
        StringBuilder line = new StringBuilder();
        for (int keys : lengths) {
          double[][] all = new double[n][];
          for (int i = 0; i < n; i++) {
            Problem p = problem(input, keys, 100 + i, keys > 2000 ? 2 : 4);
            all[i] =
                headroom(
                    PagedMlaDecodeReference.create().expect(p, contracts.get(name)),
                    new ContractKernel(contracts.get(name)).run(p));
          }
          double[] out = IntStream.range(0, n).mapToDouble(i -> all[i][0]).sorted().toArray();
          double[] lse = IntStream.range(0, n).mapToDouble(i -> all[i][2]).sorted().toArray();
          double hard =
              Arrays.stream(all).mapToDouble(a -> Math.max(a[1], a[3])).max().getAsDouble();
          line.append(
              String.format(
                  " %6d: %.3f/%.3f [%.2f|%.2f]",
                  keys, out[n / 2], lse[n / 2], Math.max(out[n - 1], lse[n - 1]), hard));
        }
        System.out.printf("   %-8s%s%n", input, line);
      }
    }
  }
}
