package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchRejected;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EntryParametersTest {

  private static final String PTX =
      """
      .visible .entry none() { ret; }
      .entry bare { ret; } // .entry commented(.param .u32 x)
      /* .entry also_commented(
         .param .u32 x) */
      .visible .entry all(
        .param .u64 .ptr .global .align 16 address, // a, (b
        .param .s8 tiny,
        .param .b16 half_word,
        .param .f32 real,
        .param .align 8 .b8 structure[240],
        .param .u32 words[ 3 ]
      )
      .maxntid 128, 1, 1
      { .param .b32 not_mine; ret; }
      .visible .entry $last_1(.param .u64 p0,.param .f64 p1){ ret; }
      """;

  @Test
  void sizes_areReadFromTheList() {
    assertEquals(List.of(8, 1, 2, 4, 240, 12), sizes("all"));
    assertEquals(List.of(8, 8), sizes("$last_1"));
    assertEquals(List.of(), sizes("none"));
    assertEquals(List.of(), sizes("bare"));
  }

  @Test
  void missingEntry_isNotFound() {
    assertEquals(Optional.empty(), EntryParameters.of(PTX, "al"));
    assertEquals(Optional.empty(), EntryParameters.of(PTX, "commented"));
    assertEquals(Optional.empty(), EntryParameters.of(PTX, "also_commented"));
    assertEquals(Optional.empty(), EntryParameters.of("", "all"));
  }

  @Test
  void arguments_mustMatchInNumberAndSize() {
    EntryParameters parameters = new EntryParameters("f", List.of(8, 4));
    assertDoesNotThrow(() -> parameters.require(new KernelArguments().int64(1).int32(2)));
    assertRejected(
        parameters, new KernelArguments().int64(1), "f takes 2 arguments, but 1 are given");
    assertRejected(
        parameters,
        new KernelArguments().int64(1).int64(2),
        "argument 1 of f has 8 bytes, but the parameter has 4");
  }

  private static void assertRejected(
      EntryParameters parameters, KernelArguments arguments, String message) {
    LaunchRejected refusal =
        assertThrows(LaunchRejected.class, () -> parameters.require(arguments));
    assertEquals(message, refusal.getMessage());
  }

  private static List<Integer> sizes(String entry) {
    return EntryParameters.of(PTX, entry).orElseThrow().bytes();
  }
}
