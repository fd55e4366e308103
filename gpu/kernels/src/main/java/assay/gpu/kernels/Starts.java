package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceSlice;
import java.lang.foreign.MemorySegment;

/** Where the rows of each sequence begin, where those of all follow one another. */
final class Starts {

  private Starts() {}

  /** [B + 1], the last the number of all rows. */
  static int[] of(int... counts) {
    int[] starts = new int[counts.length + 1];
    for (int b = 0; b < counts.length; b++) {
      starts[b + 1] = Math.addExact(starts[b], counts[b]);
    }
    return starts;
  }

  static int sum(int... counts) {
    return of(counts)[counts.length];
  }

  static DeviceSlice upload(DeviceArena arena, int... numbers) {
    DeviceSlice slice = arena.allocate((long) numbers.length * Integer.BYTES);
    write(slice, numbers);
    return slice;
  }

  static void write(DeviceSlice slice, int... numbers) {
    slice.buffer().write(slice.offset(), MemorySegment.ofArray(numbers));
  }
}
