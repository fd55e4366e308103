package assay.bench;

import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The emulator at work: instructions per lane and second of plain code, floating-point operations
 * of matrix products, and how long a program of 8,000 instructions takes to load.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmulatorBenchmark {

  private static final int WARPS = 4;

  /** {@code on} is every check; {@code off} only those that are always made. */
  @Param({"on", "off"})
  public String checks = "on";

  /** As many threads as there are, if the machine has so many cores. */
  @Param({"1", "2"})
  public int blocks = 1;

  private final PlainByHand byHand = new PlainByHand(WARPS, EmulatorPrograms.LOOPS);
  private final ExecutorService workers =
      Executors.newFixedThreadPool(1, Thread.ofPlatform().daemon().factory());
  private final KernelArguments arguments = new KernelArguments();
  private EmulatedDevice device = new EmulatedDevice(Checks.ALL);
  private Kernel plain = load(EmulatorPrograms.plain());
  private Kernel tensor = load(EmulatorPrograms.tensor());

  /** What one invocation did, so that rates come out. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rates {
    public long laneInstructions;
    public long flops;
  }

  @Setup
  public void prepare() {
    device.close();
    device = new EmulatedDevice(checks.equals("on") ? Checks.ALL : Checks.FEWEST);
    plain = load(EmulatorPrograms.plain());
    tensor = load(EmulatorPrograms.tensor());
    DeviceBuffer buffer = device.allocate(4L * blocks * WARPS * 32);
    buffer.fill((byte) 0);
    arguments.buffer(buffer);
  }

  @TearDown
  public void close() {
    device.close();
    workers.shutdownNow();
  }

  @Benchmark
  public void plain(Rates rates) {
    long before = device.counters().laneInstructions();
    launch(plain);
    rates.laneInstructions += device.counters().laneInstructions() - before;
  }

  /** What {@link #plain} could reach at most; it checks nothing either way. */
  @Benchmark
  public int[][] plainByHand(Rates rates) throws Exception {
    rates.laneInstructions +=
        (long) blocks
            * WARPS
            * PlainByHand.LANES
            * PlainByHand.INSTRUCTIONS
            * EmulatorPrograms.LOOPS;
    return byHand.run(blocks, workers);
  }

  @Benchmark
  public void tensor(Rates rates) {
    launch(tensor);
    rates.flops +=
        EmulatorPrograms.FLOPS
            * EmulatorPrograms.PRODUCTS
            * EmulatorPrograms.LOOPS
            * WARPS
            * blocks;
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(5)
  public Kernel loadFirst() {
    return load(EmulatorPrograms.long8000());
  }

  private Kernel load(PtxSource source) {
    return device.load(source).kernel("k");
  }

  private void launch(Kernel kernel) {
    kernel.launch(new LaunchConfig(Dim3.of(blocks), Dim3.of(32 * WARPS)), arguments);
  }
}
