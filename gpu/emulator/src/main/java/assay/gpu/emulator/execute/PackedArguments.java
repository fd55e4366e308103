package assay.gpu.emulator.execute;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.ThreadMemory;

/** Arguments of printf as a compiler packs them: in memory, each aligned to its own size. */
final class PackedArguments implements PrintFormat.Arguments {

  private final ThreadMemory memory;
  private long next;
  private int count;

  PackedArguments(ThreadMemory memory, long address) {
    this.memory = memory;
    this.next = address;
  }

  @Override
  public long next(int bytes) {
    long address = next + bytes - 1 & -bytes;
    next = address + bytes;
    count++;
    return memory.number(address, bytes);
  }

  @Override
  public String text(long address) {
    return memory.text(address);
  }

  @Override
  public Fault unknown(String conversion) {
    return new Fault(
        DeviceFault.Kind.ILLEGAL_INSTRUCTION,
        memory.lane(),
        "printf does not know the conversion '%s'".formatted(conversion));
  }

  /** How many were taken. */
  int count() {
    return count;
  }
}
