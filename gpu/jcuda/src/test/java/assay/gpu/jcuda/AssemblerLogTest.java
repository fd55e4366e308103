package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AssemblerLogTest {

  private static final String LOG =
      """
      ptxas info    : 0 bytes gmem
      ptxas info    : Compiling entry function 'first' for 'sm_80'
      ptxas info    : Function properties for first
          16 bytes stack frame, 24 bytes spill stores, 28 bytes spill loads
      ptxas info    : Used 255 registers, 4096 bytes smem, 400 bytes cmem[0]
      ptxas info    : Compiling entry function 'second' for 'sm_80'
      ptxas info    : Function properties for second
          0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
      ptxas info    : Used 10 registers, 360 bytes cmem[0]
      """;

  @Test
  void entries_haveTheirOwnFigures() {
    assertEquals(
        List.of(
            new AssembledEntry("first", 255, 24, 28, 4096, 16),
            new AssembledEntry("second", 10, 0, 0, 0, 0)),
        AssemblerLog.entries(LOG));
  }

  @Test
  void problems_areTheErrorLines() {
    String log =
        """
        ptxas application ptx input, line 3; error   : Unknown symbol 'x'
        ptxas application ptx input, line 4; warning : odd
        ptxas fatal   : Ptx assembly aborted due to errors
        """;
    assertEquals(
        List.of("application ptx input, line 3; error   : Unknown symbol 'x'"),
        AssemblerLog.problems(log, "status 3"));
    assertEquals(List.of("status 3"), AssemblerLog.problems("\0\0", "status 3"));
  }
}
