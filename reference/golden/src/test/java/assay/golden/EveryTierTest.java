package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.lanes.Block;
import assay.golden.lanes.FloatLanes;
import assay.golden.lanes.Lanes;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interpreted, by either compiler, on processors of fewer and narrower registers: the same bits, in
 * virtual machines of their own.
 */
final class EveryTierTest {

  /** What one of these machines does: a line for each kind of lanes, its name and its bits. */
  static final class Machine {

    private final List<double[]> results = new ArrayList<>();
    private final Lanes lanes;
    private final FloatLanes singles;

    private Machine(Lanes lanes, FloatLanes singles) {
      this.lanes = lanes;
      this.singles = singles;
    }

    /**
     * Prints the lines.
     *
     * @param arguments how often everything is done, often enough to be compiled; and what turns a
     *     bit
     */
    public static void main(String[] arguments) {
      double turn = Double.parseDouble(arguments[1]);
      for (int i = 0; i < Lanes.all().size(); i++) {
        Lanes lanes = Lanes.all().get(i);
        FloatLanes singles = FloatLanes.all().get(i);
        int first = bits(lanes, singles, turn);
        for (int again = 1; again < Integer.parseInt(arguments[0]); again++) {
          assertEquals(first, bits(lanes, singles, turn), lanes::name);
        }
        System.out.println(lanes.name() + " " + first);
      }
    }

    static int bits(Lanes lanes, FloatLanes singles, double turn) {
      Machine machine = new Machine(lanes, singles);
      machine.results.add(new double[] {1 + turn});
      machine.loops();
      for (int rows : new int[] {1, 5, 30}) {
        machine.products(rows);
      }
      machine.decode();
      return Arrays.deepHashCode(machine.results.toArray());
    }

    private void loops() {
      double[] x = random(577, 1);
      double[] y = random(577, 2);
      results.add(new double[] {lanes.dot(x, 0, y, 0, 577), lanes.max(x, 0, 577)});
      results.add(new double[] {lanes.maxMagnitude(x, 0, 577), lanes.expSum(x, 0, 577, 0.5)});
      results.add(x);
      double[] c = random(5 * 33, 3);
      lanes.multiplyAdd(Block.of(x, 5, 17), Block.of(y, 17, 33), Block.of(c, 5, 33));
      results.add(c);
    }

    private void products(int rows) {
      double[] x = random(rows * 100, 4);
      double[] w = random(20 * 100, 5);
      double[] y = new double[rows * 20];
      lanes.multiplyTransposed(x, w, y, rows, 100, 20);
      results.add(y);
      float[] single = new float[y.length];
      singles.multiplyTransposed(floats(x), floats(w), single, rows, 100, 20);
      double[] wide = new double[y.length];
      Arrays.setAll(wide, i -> single[i]);
      results.add(wide);
    }

    private void decode() {
      var problem = SampleProblem.small(1, 0, 1, 9, 70).causal(2).create();
      Expectation expected =
          PagedMlaDecodeReference.with(lanes).expect(problem, NumericContract.BF16);
      add(expected.result());
      for (ErrorBudget budget : expected.budgets()) {
        results.add(budget.hard());
        results.add(budget.statistical());
      }
      add(PagedMlaDecodeF32.with(singles).run(problem));
    }

    private void add(Result result) {
      result.tensors().stream().map(Tensor::values).forEach(results::add);
    }

    private static double[] random(int count, long seed) {
      return new SplittableRandom(seed).doubles(count, -4, 4).toArray();
    }

    private static float[] floats(double[] values) {
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
  }

  /** Options of the machine, and how often it does everything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 -Xint",
        "12 -XX:TieredStopAtLevel=1",
        "10 -XX:-TieredCompilation",
        "15 -XX:UseAVX=2",
        "1 -XX:UseAVX=0",
      })
  void everyMachineGivesTheSameBits(String options) throws IOException, InterruptedException {
    assertEquals(expected(), run(0, options.split(" ")));
  }

  /** Planted: the last bit of one number. */
  @Test
  void anotherBitIsSeen() throws IOException, InterruptedException {
    assertNotEquals(expected(), run(Math.ulp(1.0), "1"));
  }

  /** Plain loops, here and now. */
  private static List<String> expected() {
    int bits = Machine.bits(Lanes.all().getFirst(), FloatLanes.all().getFirst(), 0);
    return Lanes.all().stream().map(lanes -> lanes.name() + " " + bits).toList();
  }

  private static List<String> run(double turn, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:+IgnoreUnrecognizedVMOptions"));
    command.addAll(List.of(options).subList(1, options.length));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Machine.class.getName(),
            options[0],
            Double.toString(turn)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor() == 0, said);
    return said.lines().toList();
  }
}
