package assay.gpu.emulator;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.Dim3;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import java.lang.foreign.MemorySegment;

/** Short PTX kernels for tests, with one pointer parameter {@code out}. */
final class Ptx {

  private static final String KERNEL =
      """
      .version 8.0
      .target sm_80
      .address_size 64
      %s .visible .entry k(.param .u64 out)
      {
      .reg .pred %%p<9>;
      .reg .b16 %%h<9>;
      .reg .b32 %%r<9>;
      .reg .f32 %%f<9>;
      .reg .b64 %%rd<9>;
      .reg .f64 %%fd<9>;
      ld.param.u64 %%rd0, [out];
      mov.u32 %%r0, %%tid.x;
      mad.wide.u32 %%rd1, %%r0, 4, %%rd0;
      %s
      ret;
      }
      """;

  /** The line of a body's first instruction. */
  static final int FIRST_LINE =
      KERNEL.substring(0, KERNEL.lastIndexOf("%s")).split("\n").length + 1;

  private Ptx() {}

  /**
   * A kernel in which {@code %r0} is the thread, {@code %rd0} the buffer, {@code %rd1} its word.
   */
  static PtxSource kernel(String body) {
    return kernel("", body);
  }

  static PtxSource kernel(String declarations, String body) {
    return new PtxSource("test.ptx", KERNEL.formatted(declarations, body));
  }

  /** Runs one block on a fresh device and returns the buffer's words. */
  static int[] run(PtxSource source, int threads, int words) {
    return run(source, threads, new int[words]);
  }

  static int[] run(PtxSource source, int threads, int[] initial) {
    return run(source, threads, 1, initial);
  }

  static int[] run(PtxSource source, int threads, int blocks, int[] initial) {
    return run(new EmulatedDevice(Checks.ALL), source, threads, blocks, initial);
  }

  /** Runs one block on {@code device}, and closes it. */
  static int[] run(EmulatedDevice device, PtxSource source, int threads, int[] initial) {
    return run(device, source, threads, 1, initial);
  }

  static int[] run(
      EmulatedDevice opened, PtxSource source, int threads, int blocks, int[] initial) {
    int[] words = initial.clone();
    try (Device device = opened;
        DeviceBuffer buffer = device.allocate(4L * words.length)) {
      buffer.write(MemorySegment.ofArray(words));
      device
          .load(source)
          .kernel("k")
          .launch(
              new LaunchConfig(Dim3.of(blocks), Dim3.of(threads)),
              new KernelArguments().buffer(buffer));
      buffer.read(MemorySegment.ofArray(words));
    }
    return words;
  }
}
