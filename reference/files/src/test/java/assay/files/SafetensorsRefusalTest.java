package assay.files;

import static assay.files.Refusal.refused;
import static assay.files.SafetensorsBytes.bytes;
import static assay.files.SafetensorsBytes.entry;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsRefusalTest {

  private static final byte[] EIGHT = new byte[8];

  @TempDir Path folder;

  @Test
  void headerLengths() throws IOException {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    bad("it has 3 bytes; the header's length takes 8", new byte[3]);
    bad("header length is 3; at most 2", SafetensorsBytes.file(3, header, new byte[0]));
    bad(
        "header length is 18446744073709551615; at most 10",
        SafetensorsBytes.file(-1, header, EIGHT));
    bad(
        "its header does not begin with {; it must be a JSON object",
        SafetensorsBytes.file(0, header, EIGHT));
  }

  @Test
  void aHeaderAboveTheLimit_evenWhereTheFileIsLonger() throws IOException {
    Path file = folder.resolve("long.safetensors");
    Files.write(
        file, SafetensorsBytes.file(100_000_001, "{}".getBytes(StandardCharsets.UTF_8), EIGHT));
    Sparse.extend(file, 200_000_000);
    refused(
        file,
        "header length is 100000001; at most 100000000",
        () -> Safetensors.map(file, Arena.ofAuto()));
  }

  @Test
  void json() throws IOException {
    bad("its JSON is not UTF-8", SafetensorsBytes.file(new byte[] {'{', (byte) 0xFF, '}'}, EIGHT));
    bad(
        "tensor a: [ is where an object with dtype, shape and data_offsets must be",
        SafetensorsBytes.file("{\"a\":" + "[".repeat(10_000), EIGHT));
    header("it is not valid JSON: Duplicate field 'a'", bytes("a", 0, 8) + "," + bytes("a", 0, 8));
    header(
        "it is not valid JSON: Duplicate field 'dtype'",
        "\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}");
    bad(
        "the header goes on after its object; only spaces may follow",
        SafetensorsBytes.file("{" + bytes("a", 0, 8) + "} {}", EIGHT));
    header(
        "it is not valid JSON: Unexpected low surrogate in field name: 0xdc00",
        bytes("\\uDC00", 0, 8));
    header(
        "__metadata__: k has half a surrogate pair; it must be Unicode",
        "\"__metadata__\":{\"k\":\"\\uDC00\"}");
  }

  @Test
  void entries() throws IOException {
    header("tensor a: 3 is where an object with dtype, shape and data_offsets must be", "\"a\":3");
    header("tensor a: shape is missing; each tensor has one", "\"a\":{\"dtype\":\"U8\"}");
    header(
        "tensor a: key size is not known; allowed are dtype, shape, data_offsets",
        "\"a\":{\"size\":3}");
    header("__metadata__: 3 is where a text must be", "\"__metadata__\":{\"steps\":3}");
    header(
        "tensor a: dtype is F7; it must be one of [F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E8M0,"
            + " F6_E2M3, F6_E3M2, F4, C64, I64, I32, I16, I8, U64, U32, U16, U8, BOOL]",
        entry("a", "\"F7\"", "[8]", "[0,8]"));
    header(
        "tensor a: data_offsets is [0]; it must be two numbers",
        entry("a", "\"U8\"", "[8]", "[0]"));
    header(
        "tensor a: shape must be at most 64 whole numbers", entry("a", "\"U8\"", "[8.0]", "[0,8]"));
  }

  @Test
  void shapes() throws IOException {
    header(
        "tensor a: shape is [-8, -1]; an extent is at least 0",
        entry("a", "\"U8\"", "[-8,-1]", "[0,8]"));
    header(
        "tensor a: shape is [4294967296, 4294967296, 8]; its bits must be counted in 63 bits",
        entry("a", "\"U8\"", "[4294967296,4294967296,8]", "[0,8]"));
    header(
        "tensor a: data_offsets hold 8 bytes; shape [3] of F32 takes 12",
        entry("a", "\"F32\"", "[3]", "[0,8]"));
    header(
        "tensor a: shape is [3]; F4 must fill whole bytes", entry("a", "\"F4\"", "[3]", "[0,8]"));
    header(
        "it is not valid JSON: Numeric value (9223372036854775808) out of range of long"
            + " (-9223372036854775808 - 9223372036854775807)",
        entry("a", "\"U8\"", "[9223372036854775808]", "[0,8]"));
  }

  @Test
  void offsets() throws IOException {
    header(
        "tensor a: data_offsets is [8, 0]; it must ascend within 0 to 8",
        entry("a", "\"U8\"", "[8]", "[8,0]"));
    header("tensor a: data_offsets is [0, 9]; it must ascend within 0 to 8", bytes("a", 0, 9));
    header("tensor a: data_offsets is [-1, 7]; it must ascend within 0 to 8", bytes("a", -1, 7));
    header(
        "tensor b: its data begin at 3 but those before end at 4; there may be no overlap",
        bytes("b", 3, 8) + "," + bytes("a", 0, 4));
    header(
        "tensor b: its data begin at 5 but those before end at 4; there may be no hole",
        bytes("a", 0, 4) + "," + bytes("b", 5, 8));
    header("1 bytes follow the last tensor; the file must end with it", bytes("a", 0, 7));
  }

  @Test
  void whatIsNoFile() {
    refused(folder, "it is not a regular file", () -> Safetensors.map(folder, Arena.ofAuto()));
  }

  /** The complaint about a file of this header and eight bytes of data. */
  private void header(String complaint, String entries) throws IOException {
    bad(complaint, SafetensorsBytes.file("{" + entries + "}", EIGHT));
  }

  private void bad(String complaint, byte[] content) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, content);
    refused(file, complaint, () -> Safetensors.map(file, Arena.ofAuto()));
  }
}
