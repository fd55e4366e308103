package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceSlice;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Device memory for what a decode makes of some rows: results, filled with NaN, and the parts of
 * splits, in fresh memory, which holds nothing.
 */
final class DecodeOutputs implements AutoCloseable {

  private final List<DeviceBuffer> own = new ArrayList<>();
  private final short[] outBits;
  private final float[] lseNats;
  private final DeviceBuffer out;
  private final DeviceBuffer lse;
  private final DeviceBuffer partialOut;
  private final DeviceBuffer partialLse;

  /**
   * @param partialRows of all splits together; none where nothing is split
   * @throws assay.gpu.device.OutOfDeviceMemory if it does not fit; then nothing is held
   */
  DecodeOutputs(Device device, int rows, int valueWidth, long partialRows) {
    this.outBits = new short[Math.multiplyExact(rows, valueWidth)];
    this.lseNats = new float[rows];
    try {
      this.out = own(Transfers.poisoned(device, (long) outBits.length * Short.BYTES));
      this.lse = own(Transfers.poisoned(device, (long) rows * Float.BYTES));
      this.partialOut = own(Transfers.partial(device, partialRows * valueWidth));
      this.partialLse = own(Transfers.partial(device, partialRows));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  DeviceSlice out() {
    return DeviceSlice.of(out);
  }

  DeviceSlice lse() {
    return DeviceSlice.of(lse);
  }

  DeviceSlice partialOut() {
    return DeviceSlice.of(partialOut);
  }

  DeviceSlice partialLse() {
    return DeviceSlice.of(partialLse);
  }

  /** The result that {@code of} makes of out and lse. */
  Result read(BiFunction<double[], double[], Result> of) {
    out.read(MemorySegment.ofArray(outBits));
    lse.read(MemorySegment.ofArray(lseNats));
    return of.apply(Transfers.fromBFloat16(outBits), Transfers.widen(lseNats));
  }

  @Override
  public void close() {
    own.forEach(DeviceBuffer::close);
  }

  private DeviceBuffer own(DeviceBuffer buffer) {
    own.add(buffer);
    return buffer;
  }
}
