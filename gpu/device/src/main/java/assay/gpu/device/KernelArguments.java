package assay.gpu.device;

import java.util.ArrayList;
import java.util.List;

/** The arguments of one launch, in the order of the kernel's parameters. */
public final class KernelArguments {

  /** One argument; its size is the parameter's size in bytes. */
  public sealed interface Argument {
    int bytes();
  }

  /** An address within a buffer: 8 bytes. */
  public record BufferArgument(DeviceSlice slice) implements Argument {
    @Override
    public int bytes() {
      return Long.BYTES;
    }
  }

  /** A 32-bit value, given by its bits. */
  public record WordArgument(int bits) implements Argument {
    @Override
    public int bytes() {
      return Integer.BYTES;
    }
  }

  /** A 64-bit value, given by its bits. */
  public record LongArgument(long bits) implements Argument {
    @Override
    public int bytes() {
      return Long.BYTES;
    }
  }

  private final List<Argument> arguments = new ArrayList<>();

  public KernelArguments buffer(DeviceBuffer buffer) {
    return slice(DeviceSlice.of(buffer));
  }

  public KernelArguments slice(DeviceSlice slice) {
    return with(new BufferArgument(slice));
  }

  public KernelArguments int32(int value) {
    return with(new WordArgument(value));
  }

  public KernelArguments float32(float value) {
    return with(new WordArgument(Float.floatToRawIntBits(value)));
  }

  public KernelArguments int64(long value) {
    return with(new LongArgument(value));
  }

  public List<Argument> list() {
    return List.copyOf(arguments);
  }

  private KernelArguments with(Argument argument) {
    arguments.add(argument);
    return this;
  }
}
