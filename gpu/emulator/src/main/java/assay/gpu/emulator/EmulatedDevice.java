package assay.gpu.emulator;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.load.Meters;
import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.GlobalMemory;
import assay.gpu.emulator.machine.Grid;
import assay.gpu.emulator.machine.Schedule;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A device that executes PTX on the CPU and checks every access, barrier and register.
 *
 * <p>A launch returns when the kernel has run, so its fault is thrown from the launch. After a
 * fault the device throws the same fault from every further call that needs it. Results do not
 * depend on timing: blocks run in parallel only where they cannot see each other's atomics.
 */
public final class EmulatedDevice implements Device {

  /** Shared memory that one block can have, in bytes. */
  static final int MOST_SHARED_BYTES = 227 * 1024;

  /** As many as an H200 has, so that kernels split their work as they would there. */
  private static final int MULTIPROCESSORS = 132;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private static final System.Logger LOG = System.getLogger("assay.printf");

  private final Checks checks;
  private Schedule schedule;
  private final Arithmetic arithmetic;
  private final GlobalMemory memory;
  private final ExecutorService workers;
  private final @Nullable Meters meters;
  private final @Nullable SharedModules shared;
  private Counters counters = new Counters(0, 0);
  private @Nullable DeviceFault fault;
  private final Recorder recorder = new Recorder();
  private Consumer<String> printed = text -> LOG.log(System.Logger.Level.INFO, text);
  private boolean closed;

  /** Everything runs in ascending order; asynchronous copies complete as late as they may. */
  public EmulatedDevice(Checks checks) {
    this(checks, Schedule.LATEST);
  }

  /** Arithmetic is as exact as its formats allow. */
  public EmulatedDevice(Checks checks, Schedule schedule) {
    this(checks, schedule, Arithmetic.NEAREST);
  }

  public EmulatedDevice(Checks checks, Schedule schedule, Arithmetic arithmetic) {
    this(checks, schedule, arithmetic, heapBytes(), null, null);
  }

  /** A device that loads what another one has loaded into {@code shared} at no cost. */
  public EmulatedDevice(Checks checks, Schedule schedule, SharedModules shared) {
    this(checks, schedule, Arithmetic.NEAREST, heapBytes(), null, shared);
  }

  private EmulatedDevice(
      Checks checks,
      Schedule schedule,
      Arithmetic arithmetic,
      long memoryBytes,
      @Nullable Meters meters,
      @Nullable SharedModules shared) {
    this.arithmetic = arithmetic;
    this.meters = meters;
    this.shared = shared;
    this.checks = checks;
    this.schedule = schedule;
    this.memory = new GlobalMemory(memoryBytes, checks.uninitialisedMemory());
    this.workers =
        Executors.newFixedThreadPool(
            CORES, Thread.ofPlatform().daemon().name("emulator-", 0).factory());
  }

  /** A device that counts what each instruction does, for {@link #profile}; it is slower. */
  public static EmulatedDevice profiling(Checks checks, Schedule schedule) {
    return new EmulatedDevice(
        checks, schedule, Arithmetic.NEAREST, heapBytes(), new Meters(), null);
  }

  /** A device of so much memory, in bytes. */
  public static EmulatedDevice limited(Checks checks, long memoryBytes) {
    return new EmulatedDevice(checks, Schedule.LATEST, Arithmetic.NEAREST, memoryBytes, null, null);
  }

  /**
   * What the instructions of all loaded modules have done so far.
   *
   * @throws IllegalStateException if the device does not count
   */
  public Profile profile() {
    if (meters == null) {
      throw new IllegalStateException("the device does not count; profiling() makes one that does");
    }
    return new Profile(meters.tallies(), meters.distinctSectors());
  }

  @Nullable Meters meters() {
    return meters;
  }

  /** What a device with this schedule tells of itself; the name has what repeats a run. */
  static DeviceInfo description(Schedule schedule, Arithmetic arithmetic) {
    return description(schedule, arithmetic, heapBytes());
  }

  private static long heapBytes() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  private static DeviceInfo description(
      Schedule schedule, Arithmetic arithmetic, long memoryBytes) {
    String suffix =
        (schedule.equals(Schedule.LATEST) ? "" : ", schedule " + schedule)
            + (arithmetic.open() ? ", rounding " + arithmetic : "");
    return new DeviceInfo(
        "emulator",
        0,
        "Assay PTX emulator" + suffix,
        8,
        0,
        MULTIPROCESSORS,
        memoryBytes,
        Map.of(
            "java",
            Runtime.version().toString(),
            "schedule",
            schedule.toString(),
            "rounding",
            arithmetic.toString()));
  }

  @Override
  public DeviceInfo info() {
    return description(schedule, arithmetic, memory.capacity());
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    idle();
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must be positive");
    }
    return new EmulatedBuffer(this, memory.allocate(bytes));
  }

  @Override
  public DeviceModule load(PtxSource source) {
    idle();
    return shared == null
        ? EmulatedModule.load(this, source)
        : EmulatedModule.load(this, source, shared);
  }

  @Override
  public DeviceGraph capture(Runnable work) {
    idle();
    return new EmulatedGraph(this, recorder.record(work));
  }

  @Override
  public DeviceEvent record() {
    idle();
    return new EmulatedEvent(System.nanoTime());
  }

  @Override
  public void synchronize() {
    idle();
  }

  @Override
  public void close() {
    closed = true;
    workers.shutdownNow();
    memory.freeAll();
  }

  /** Runs launches from now on in another order. */
  public void follow(Schedule other) {
    schedule = other;
  }

  /**
   * From now on {@code text} takes what the threads of each launch print, in the order of the
   * schedule, when the launch is over; until then the log {@code assay.printf} does.
   */
  public void printTo(Consumer<String> text) {
    printed = text;
  }

  /** What all launches together have executed. */
  public Counters counters() {
    return counters;
  }

  Checks checks() {
    return checks;
  }

  Arithmetic arithmetic() {
    return arithmetic;
  }

  Schedule schedule() {
    return schedule;
  }

  GlobalMemory memory() {
    return memory;
  }

  void run(Grid grid) {
    usable();
    try {
      grid.run(workers, CORES);
    } catch (DeviceFault found) {
      fault = found;
      throw found;
    } finally {
      counters = counters.plus(grid.instructions(), grid.laneInstructions());
      print(grid.printed());
    }
  }

  private void print(String text) {
    if (!text.isEmpty()) {
      printed.accept(text);
    }
  }

  /** Runs a launch, or records it. */
  void issue(Runnable launch) {
    recorder.issue(launch);
  }

  /** Throws if the device is closed, has faulted, or is recording. */
  void idle() {
    usable();
    recorder.requireIdle();
  }

  /** Throws if the device is closed or has faulted. */
  void usable() {
    if (closed) {
      throw new DeviceUnavailable("the emulated device is closed");
    }
    if (fault != null) {
      throw fault;
    }
  }
}
