package assay.gpu.conformance;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Runs cases on a device and compares what comes out. */
public final class ConformanceSuite {

  private ConformanceSuite() {}

  /**
   * Runs all lanes of a case in one launch. After {@link ConformanceResult.Faulted} the device may
   * be unusable.
   */
  public static ConformanceResult run(Device device, ConformanceCase subject) {
    try (DeviceModule module = device.load(subject.kernel())) {
      return judge(subject, outputs(device, module, subject));
    } catch (InvalidModule refusal) {
      return new ConformanceResult.Unsupported(String.join("; ", refusal.problems()));
    } catch (DeviceFault fault) {
      return new ConformanceResult.Faulted(String.valueOf(fault.getMessage()));
    }
  }

  private static MemorySegment outputs(
      Device device, DeviceModule module, ConformanceCase subject) {
    int lanes = subject.runs().size();
    MemorySegment inputBytes = inputs(subject);
    long outputSize = (long) lanes * CaseKernel.stride(subject.outputs());
    try (DeviceBuffer inputs = device.allocate(inputBytes.byteSize());
        DeviceBuffer outputs = device.allocate(outputSize);
        DeviceBuffer cells = device.allocate((long) lanes * CaseKernel.CELL_BYTES)) {
      inputs.write(inputBytes);
      outputs.fill((byte) 0);
      cells.fill((byte) 0);
      module
          .kernel(CaseKernel.ENTRY)
          .launch(
              new LaunchConfig(Dim3.of(1), Dim3.of(lanes)),
              new KernelArguments().buffer(inputs).buffer(outputs).buffer(cells));
      device.synchronize();
      MemorySegment seen = MemorySegment.ofArray(new byte[Math.toIntExact(outputSize)]);
      outputs.read(seen);
      return seen;
    }
  }

  private static MemorySegment inputs(ConformanceCase subject) {
    int stride = CaseKernel.stride(subject.inputs());
    MemorySegment bytes = MemorySegment.ofArray(new byte[stride * subject.runs().size()]);
    for (int lane = 0; lane < subject.runs().size(); lane++) {
      List<Long> values = subject.runs().get(lane).inputs();
      for (int i = 0; i < values.size(); i++) {
        bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, slot(lane, stride, i), values.get(i));
      }
    }
    return bytes;
  }

  private static ConformanceResult judge(ConformanceCase subject, MemorySegment outputs) {
    List<Mismatch> mismatches = new ArrayList<>();
    int stride = CaseKernel.stride(subject.outputs());
    for (int lane = 0; lane < subject.runs().size(); lane++) {
      Run run = subject.runs().get(lane);
      for (int i = 0; i < subject.outputs().size(); i++) {
        OperandType type = subject.outputs().get(i).type();
        long bits = outputs.get(ValueLayout.JAVA_LONG_UNALIGNED, slot(lane, stride, i));
        if (!run.expected().get(i).accepts(type, bits)) {
          mismatches.add(new Mismatch(subject, run, i, bits));
        }
      }
    }
    return mismatches.isEmpty()
        ? new ConformanceResult.Pass(subject.runs().size())
        : new ConformanceResult.Mismatches(mismatches);
  }

  private static long slot(int lane, int stride, int index) {
    return (long) lane * stride + (long) index * CaseKernel.SLOT_BYTES;
  }
}
