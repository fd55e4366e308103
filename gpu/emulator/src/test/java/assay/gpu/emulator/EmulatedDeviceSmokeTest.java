package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EmulatedDeviceSmokeTest {

  @Test
  void everyThreadStoresItsNumber() {
    int[] words = Ptx.run(Ptx.kernel("st.global.u32 [%rd1], %r0;"), 40, 40);
    assertArrayEquals(IntStream.range(0, 40).toArray(), words);
  }

  @Test
  void divergedLanesMeetAgain() {
    int[] words =
        Ptx.run(
            Ptx.kernel(
                """
                mov.u32 %r1, 0;
                LOOP:
                add.u32 %r1, %r1, 1;
                setp.lt.u32 %p1, %r1, %r0;
                @%p1 bra LOOP;
                st.global.u32 [%rd1], %r1;
                """),
            32,
            32);
    assertArrayEquals(IntStream.range(0, 32).map(i -> Math.max(i, 1)).toArray(), words);
  }
}
