package assay.files;

import static assay.files.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyTest {

  private static final String GOOD = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 1), }";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      names = {
        "F64", "F32", "F16", "C64", "I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL"
      })
  void typesOfNumPy_comeBack(DataType type) throws IOException {
    for (List<Long> shape :
        List.of(List.<Long>of(), List.of(5L), List.of(2L, 0L), List.of(2L, 3L))) {
      Path file = folder.resolve("array.npy");
      StoredTensor written = Samples.random("array", type, shape, 1);
      Npy.write(file, written);
      try (Arena arena = Arena.ofConfined()) {
        StoredTensor read = Npy.map(file, arena);
        SafetensorsTest.assertSame(written, read);
        assertTrue(read.bytes().isMapped() || read.bytes().byteSize() == 0);
      }
    }
  }

  @Test
  void bf16_goesAsCodes_andBecomesNumbersAgain() throws IOException {
    Path file = folder.resolve("codes.npy");
    Npy.write(file, StoredTensor.of("w", Elements.rounded(FloatFormat.BF16, 1, -2), 2));
    try (Arena arena = Arena.ofConfined()) {
      StoredTensor codes = Npy.map(file, arena);
      assertEquals(DataType.U16, codes.type());
      Elements numbers = codes.as(DataType.BF16).elements().orElseThrow();
      assertArrayEquals(new double[] {1, -2}, numbers.toDoubles());
      assertThrows(IllegalArgumentException.class, () -> codes.as(DataType.F8_E4M3));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersion_isRead(int version) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      StoredTensor read = Npy.map(file(version, GOOD + "\n", 2), arena);
      assertEquals(List.of(2L, 1L), read.shape());
      assertArrayEquals(new byte[] {1, 2}, Samples.bytes(read));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'shape':(2,1),'fortran_order':False,'descr':'|u1'}   ",
        "{\"descr\": \"|u1\", \"fortran_order\": False, \"shape\": (2, 1, ), }",
        "{ 'descr' : '|u1' , 'fortran_order' : False , 'shape' : ( 2 , 1 ) , } "
      })
  void otherSpellingsOfTheSame_areRead(String header) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(List.of(2L, 1L), Npy.map(file(1, header + "\n", 2), arena).shape());
    }
  }

  @Test
  void headers() throws IOException {
    bad("fortran_order is True; only C order is read", GOOD.replace("False", "True"));
    bad(
        "descr is >f4; it must be one of [<c8, <f2, <f4, <f8, <i2, <i4, <i8, <u2, <u4, <u8, |b1,"
            + " |i1, |u1]",
        GOOD.replace("|u1", ">f4"));
    bad("3 bytes follow the header; shape [2, 2] of U8 takes 4", GOOD.replace("2, 1", "2, 2"), 3);
    bad("shape is (2); one extent has a comma after it", GOOD.replace("2, 1", "2"));
    bad("header has the keys [descr]; it needs descr, fortran_order and shape", "{'descr': '|u1'}");
    bad("key descr comes twice; each comes once", "{'descr': '|u1', 'descr': '|u1'}");
    bad(
        "key order is not known; allowed are descr, fortran_order, shape",
        GOOD.replace("fortran_order", "order"));
    bad(
        "shape is [4294967296, 4294967296]; its bits must be counted in 63 bits",
        GOOD.replace("2, 1", "4294967296, 4294967296"));
  }

  @Test
  void whatWouldHaveToBeEvaluated() throws IOException {
    bad(
        "header has '+1, 1), }' at character 52; expected a comma or ), after at most 64 extents",
        GOOD.replace("2, 1", "1+1, 1"));
    bad(
        "header has '-2, 1), }' at character 51; expected an extent of 1 to 18 digits",
        GOOD.replace("2, 1", "-2, 1"));
    bad(
        "header has '[('a', '|u1'' at character 10; expected a text in quotes",
        GOOD.replace("'|u1'", "[('a', '|u1')]"));
    bad(
        "header has 'not False, '' at character 34; expected True or False",
        GOOD.replace("False", "not False"));
    bad(
        "header has '__import__()' at character 60; expected the end of the header",
        GOOD + " __import__()");
  }

  @Test
  void lengthsAndVersions() throws IOException {
    Path file = file(1, GOOD + "\n", 2);
    byte[] good = Files.readAllBytes(file);
    byte[] version = good.clone();
    version[6] = 4;
    Files.write(file, version);
    refused(file, "version is 4.0; it must be 1.0, 2.0 or 3.0", () -> map(file));
    byte[] longer = good.clone();
    longer[9] = 1;
    Files.write(file, longer);
    refused(file, "header length is 316; at most 62", () -> map(file));
    Files.write(file, new byte[20]);
    refused(file, "it does not begin with \\x93NUMPY and a version", () -> map(file));
    Files.write(file, java.util.Arrays.copyOf(good, 9));
    refused(file, "it ends within the header's length", () -> map(file));
    Path unended = file(1, GOOD, 2);
    refused(unended, "its header does not end with a line break", () -> map(unended));
  }

  @Test
  void numbersSmallerThanAByte_areNotWritten() {
    StoredTensor f4 = Samples.random("w", DataType.F4, List.of(2L), 0);
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> Npy.write(folder.resolve("f4.npy"), f4));
    assertEquals("type is F4; npy holds no numbers smaller than a byte", refusal.getMessage());
  }

  private void bad(String complaint, String header) throws IOException {
    bad(complaint, header, 2);
  }

  private void bad(String complaint, String header, int data) throws IOException {
    Path file = file(1, header + "\n", data);
    refused(file, complaint, () -> map(file));
  }

  private static void map(Path file) throws IOException {
    var _ = Npy.map(file, Arena.ofAuto());
  }

  /** A file put together without the writer; its data are 1, 2, … */
  private Path file(int version, String header, int data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    bytes.write(text.length);
    bytes.write(text.length >> 8);
    bytes.writeBytes(new byte[version == 1 ? 0 : 2]);
    bytes.writeBytes(text);
    for (int i = 1; i <= data; i++) {
      bytes.write(i);
    }
    Path file = folder.resolve("array.npy");
    Files.write(file, bytes.toByteArray());
    return file;
  }
}
