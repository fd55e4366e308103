package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/** The formats that a kernel has an entry for, named after them: {@code rms_norm_bf16}. */
public enum KernelFormat {
  BF16(FloatFormat.BF16),
  F32(FloatFormat.F32);

  private final FloatFormat format;

  KernelFormat(FloatFormat format) {
    this.format = format;
  }

  /** What results are rounded to. */
  public FloatFormat format() {
    return format;
  }

  /** In lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String entry(String stem) {
    return stem + "_" + word();
  }

  /**
   * On the device as this format, whatever format they have here.
   *
   * @throws UnsupportedProblem if one of {@code elements} would have to be rounded
   */
  DeviceBuffer upload(Device device, String name, Elements elements, String stem) {
    return Transfers.upload(device, segment(name, elements, stem));
  }

  /**
   * The bytes of {@code elements} in this format.
   *
   * @throws UnsupportedProblem if one of them would have to be rounded
   */
  MemorySegment segment(String name, Elements elements, String stem) {
    return elements.format() == format ? elements.segment() : exact(name, elements, stem);
  }

  private MemorySegment exact(String name, Elements elements, String stem) {
    double[] values = elements.toDoubles();
    Elements rounded = Elements.rounded(format, values);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != rounded.get(i) && !Double.isNaN(values[i])) {
        throw new UnsupportedProblem(
            "%s[%d] is %s; %s reads numbers of %s".formatted(name, i, values[i], stem, format));
      }
    }
    return rounded.segment();
  }

  /** A buffer for {@code count} results, filled with NaN. */
  DeviceBuffer results(Device device, int count) {
    return Transfers.poisoned(device, Math.max(1, (long) count * format.bytes()));
  }

  double[] read(DeviceBuffer buffer, int count) {
    return switch (this) {
      case BF16 -> {
        short[] values = new short[count];
        buffer.read(MemorySegment.ofArray(values));
        yield Transfers.fromBFloat16(values);
      }
      case F32 -> {
        float[] values = new float[count];
        buffer.read(MemorySegment.ofArray(values));
        yield Transfers.widen(values);
      }
    };
  }
}
