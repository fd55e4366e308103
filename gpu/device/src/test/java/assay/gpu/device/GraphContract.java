package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

abstract class GraphContract extends ContractPart {

  @Test
  void launches_runWhenTheGraphIsLaunched_inTheirOrder_eachTime() {
    DeviceBuffer value = ints(0);
    DeviceGraph graph = device().capture(digits(value, 1, 2));
    assertArrayEquals(new int[] {0}, ints(value));
    graph.launch();
    assertArrayEquals(new int[] {12}, ints(value));
    graph.launch();
    assertArrayEquals(new int[] {1212}, ints(value));
  }

  @Test
  void buffers_areReadWhenTheGraphRuns_andOrderedWithOtherWork() {
    DeviceBuffer value = ints(0);
    DeviceGraph graph = device().capture(digits(value, 7));
    value.write(MemorySegment.ofArray(new int[] {4}));
    graph.launch();
    digits(value, 5).run();
    graph.launch();
    assertArrayEquals(new int[] {4757}, ints(value));
  }

  @Test
  void addressesWithinABuffer_areRecorded() {
    DeviceBuffer values = ints(1, 2);
    Kernel append = append();
    DeviceSlice second = DeviceSlice.of(values).plus(Integer.BYTES);
    DeviceGraph graph =
        device()
            .capture(
                () -> append.launch(oneThread(), new KernelArguments().slice(second).int32(3)));
    graph.launch();
    assertArrayEquals(new int[] {1, 23}, ints(values));
  }

  @Test
  void noLaunches_areNothing() {
    DeviceGraph graph = device().capture(() -> {});
    assertDoesNotThrow(graph::launch);
  }

  @Test
  void everythingElse_isRefusedWhileRecording() {
    DeviceBuffer value = ints(6);
    DeviceGraph other = device().capture(digits(value, 1));
    MemorySegment host = MemorySegment.ofArray(new int[1]);
    List<Executable> refused =
        List.of(
            () -> device().allocate(4),
            () -> value.write(host),
            () -> value.read(host),
            () -> value.fill((byte) 0),
            () -> device().synchronize(),
            () -> device().record(),
            () -> device().load(ContractPtx.source("vector_add.ptx")),
            () -> device().capture(() -> {}),
            other::launch);
    device()
        .capture(() -> refused.forEach(call -> assertRefused(IllegalStateException.class, call)));
    assertArrayEquals(new int[] {6}, ints(value));
  }

  @Test
  void workThatFails_recordsNothing_andLeavesTheDeviceUsable() {
    DeviceBuffer value = ints(3);
    Runnable first = digits(value, 1);
    assertThrows(
        ArithmeticException.class,
        () ->
            device()
                .capture(() -> {
                  first.run();
                  throw new ArithmeticException("told to");
                }));
    digits(value, 2).run();
    assertArrayEquals(new int[] {32}, ints(value));
  }

  @Test
  void rejectedLaunch_isRejectedWhileRecording() {
    Kernel append = append();
    assertRefused(
        LaunchRejected.class,
        () -> device().capture(() -> append.launch(oneThread(), new KernelArguments())));
    assertDoesNotThrow(() -> device().synchronize());
  }

  @Test
  void closedGraph_isRefused_andMayBeClosedTwice() {
    DeviceBuffer value = ints(5);
    DeviceGraph graph = device().capture(digits(value, 1));
    graph.close();
    graph.close();
    assertRefused(IllegalStateException.class, graph::launch);
    assertArrayEquals(new int[] {5}, ints(value));
  }

  private Kernel append() {
    return kernel("append_digit.ptx", "append_digit");
  }

  /** Launches that append these digits to a value. */
  private Runnable digits(DeviceBuffer value, int... digits) {
    Kernel append = append();
    return () -> {
      for (int digit : digits) {
        append.launch(oneThread(), new KernelArguments().buffer(value).int32(digit));
      }
    };
  }
}
