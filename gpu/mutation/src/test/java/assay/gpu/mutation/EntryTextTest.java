package assay.gpu.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One entry of several, its lines where they were. */
final class EntryTextTest {

  private static final String TWO =
      """
      .version 8.0
      .target sm_80
      .address_size 64
      .entry first(.param .u64 p)
      {
      ret;
      }
      .entry second()
      {
      bar.sync 0;
      ret;
      }
      .file 1 "decode.cu"
      """;

  @Test
  void theOthersAreGone_andNoLineHasMoved() {
    String alone = EntryText.alone(TWO, "second");
    PtxFunction second = PtxModule.parse(TWO).functions().get(1);
    assertEquals(List.of(second), PtxModule.parse(alone).functions());
    assertEquals(TWO.lines().count(), alone.lines().count());
  }

  @Test
  void anEntryThatDoesNotEndOnALineOfItsOwnIsRefused() {
    String crowded = TWO.replace("ret;\n}\n.entry second", "ret; }\n.entry second");
    assertThrows(
        IllegalArgumentException.class,
        () -> EntryText.alone(crowded.replace("ret;\n}", "ret; }"), "second"));
  }
}
