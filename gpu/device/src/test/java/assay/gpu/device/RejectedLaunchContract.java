package assay.gpu.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

abstract class RejectedLaunchContract extends ContractPart {

  @Test
  void tooFewArguments_areRejected() {
    assertRejected(oneThread(), new KernelArguments());
    assertRejected(oneThread(), new KernelArguments().buffer(ints(0)));
  }

  @Test
  void tooManyArguments_areRejected() {
    assertRejected(oneThread(), new KernelArguments().buffer(ints(0)).int32(1).int32(2));
  }

  @Test
  void argumentsOfAnotherSize_areRejected() {
    assertRejected(oneThread(), new KernelArguments().buffer(ints(0)).int64(1));
    assertRejected(oneThread(), new KernelArguments().int32(1).int32(1));
    assertRejected(oneThread(), new KernelArguments().int32(1).buffer(ints(0)));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,1,0", "1,65536,1", "1,1,65536"})
  void impossibleGrid_isRejected(int x, int y, int z) {
    assertRejected(new LaunchConfig(new Dim3(x, y, z), Dim3.of(1)), digit(ints(0)));
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,1,0", "1025,1,1", "33,32,1", "1,1,65", "2147483647,2,2"})
  void impossibleBlock_isRejected(int x, int y, int z) {
    assertRejected(new LaunchConfig(Dim3.of(1), new Dim3(x, y, z)), digit(ints(0)));
  }

  @Test
  void tooMuchSharedMemory_isRejected() {
    assertRejected(new LaunchConfig(Dim3.of(1), Dim3.of(1), 1 << 20), digit(ints(0)));
  }

  @Test
  void rejectedLaunch_hasNotRun_andLeavesTheDeviceUsable() {
    DeviceBuffer value = ints(1);
    assertRejected(new LaunchConfig(Dim3.of(1), Dim3.of(2000)), digit(value));
    append().launch(oneThread(), digit(value));
    assertArrayEquals(new int[] {15}, ints(value));
  }

  private void assertRejected(LaunchConfig config, KernelArguments arguments) {
    Kernel append = append();
    assertRefused(LaunchRejected.class, () -> append.launch(config, arguments));
  }

  private Kernel append() {
    return kernel("append_digit.ptx", "append_digit");
  }

  private static KernelArguments digit(DeviceBuffer value) {
    return new KernelArguments().buffer(value).int32(5);
  }
}
