package assay.gpu.device;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/** One chapter of {@link DeviceContract}: a fresh device and short ways to use it. */
abstract class ContractPart {

  static final long FAR = 1L << 40;

  abstract Device device();

  final Kernel kernel(String file, String entry) {
    return device().load(ContractPtx.source(file)).kernel(entry);
  }

  final DeviceBuffer ints(int... values) {
    DeviceBuffer buffer = device().allocate((long) values.length * Integer.BYTES);
    buffer.write(MemorySegment.ofArray(values));
    return buffer;
  }

  final DeviceBuffer floats(float... values) {
    DeviceBuffer buffer = device().allocate((long) values.length * Float.BYTES);
    buffer.write(MemorySegment.ofArray(values));
    return buffer;
  }

  static int[] ints(DeviceBuffer buffer) {
    int[] values = new int[Math.toIntExact(buffer.bytes() / Integer.BYTES)];
    buffer.read(MemorySegment.ofArray(values));
    return values;
  }

  static float[] floats(DeviceBuffer buffer) {
    float[] values = new float[Math.toIntExact(buffer.bytes() / Float.BYTES)];
    buffer.read(MemorySegment.ofArray(values));
    return values;
  }

  static byte[] bytes(DeviceBuffer buffer) {
    byte[] values = new byte[Math.toIntExact(buffer.bytes())];
    buffer.read(MemorySegment.ofArray(values));
    return values;
  }

  static long longAt(MemorySegment segment, long offset) {
    return segment.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }

  static LaunchConfig oneThread() {
    return new LaunchConfig(Dim3.of(1), Dim3.of(1));
  }

  static <T extends Throwable> void assertRefused(Class<T> type, Executable call) {
    T refusal = Assertions.assertThrows(type, call);
    String message = refusal.getMessage();
    Assertions.assertTrue(message != null && !message.isBlank(), "the refusal gives no reason");
  }
}
