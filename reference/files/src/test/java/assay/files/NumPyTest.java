package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NumPy itself, where a python3 has it, agrees about both formats and in both directions. */
final class NumPyTest {

  private static final List<DataType> TYPES =
      List.of(
          DataType.F64,
          DataType.F32,
          DataType.F16,
          DataType.C64,
          DataType.I64,
          DataType.I32,
          DataType.I16,
          DataType.I8,
          DataType.U64,
          DataType.U32,
          DataType.U16,
          DataType.U8,
          DataType.BOOL);

  private static final String SHOW =
      """
      def show(name, a):
          print(name, a.dtype.str, list(a.shape), a.tobytes().hex())
      """;

  @TempDir Path folder;

  @BeforeEach
  void requireNumPy() throws IOException, InterruptedException {
    String found;
    try {
      found = python("print('numpy', numpy.__version__)");
    } catch (IOException missing) {
      found = missing.getMessage() == null ? "no python3" : missing.getMessage();
    }
    Assumptions.assumeTrue(
        found.startsWith("numpy "), "NotRun: python3 with NumPy: " + lastLine(found));
  }

  @Test
  void numPyReadsWhatIsWritten() throws IOException, InterruptedException {
    List<StoredTensor> arrays = TYPES.stream().map(NumPyTest::sample).toList();
    Npz.write(folder.resolve("all.npz"), arrays);
    StringBuilder expected = new StringBuilder();
    StringBuilder script = new StringBuilder(SHOW).append("z = numpy.load('all.npz')\n");
    for (StoredTensor array : arrays) {
      Npy.write(folder.resolve(array.name() + ".npy"), array);
      script.append("show('%1$s', numpy.load('%1$s.npy'))\n".formatted(array.name()));
      script.append("show('%1$s', z['%1$s'])\n".formatted(array.name()));
      expected.append(line(array)).append(line(array));
    }
    assertEquals(expected.toString(), python(script.toString()));
  }

  @Test
  void whatNumPyWrites_isRead() throws IOException, InterruptedException {
    String script =
        SHOW
            + """
            import io
            a = {}
            for t in '<f8 <f4 <f2 <c8 <i8 <i4 <i2 |i1 <u8 <u4 <u2 |u1'.split():
                a['t' + t[1:]] = (numpy.arange(24) * 5 % 7).astype(t).reshape(2, 3, 4)
            a['flag'] = numpy.array([True, False])
            a['scalar'] = numpy.float32(0.5)
            a['empty'] = numpy.zeros((3, 0), '<i8')
            numpy.savez('stored.npz', **a)
            numpy.savez_compressed('deflated.npz', **a)
            for v in 1, 2, 3:
                with open('v%d.npy' % v, 'wb') as f:
                    numpy.lib.format.write_array(f, a['tf4'], version=(v, 0))
            for name in a:
                show(name, numpy.asarray(a[name]))
            """;
    String shown = python(script);
    try (Arena arena = Arena.ofConfined()) {
      for (String file : List.of("stored.npz", "deflated.npz")) {
        StoredTensors read = Npz.map(folder.resolve(file), arena);
        StringBuilder lines = new StringBuilder();
        read.byName().values().forEach(array -> lines.append(line(array)));
        assertEquals(shown, lines.toString());
      }
      for (int version = 1; version <= 3; version++) {
        StoredTensor read = Npy.map(folder.resolve("v" + version + ".npy"), arena);
        assertTrue(shown.contains(line(read).replace("v" + version, "tf4")));
      }
    }
  }

  @Test
  void whatIsNotSupported_isRefused() throws IOException, InterruptedException {
    var _ =
        python(
            """
            numpy.save('fortran.npy', numpy.asfortranarray(numpy.zeros((2, 3))))
            numpy.save('big.npy', numpy.zeros(3, '>f4'))
            numpy.save('object.npy', numpy.array([None, 'x'], dtype=object))
            numpy.save('record.npy', numpy.zeros(2, dtype=[('a', '<f4'), ('b', '<i4')]))
            numpy.save('text.npy', numpy.array(['a', 'bc']))
            """);
    for (String name : List.of("fortran", "big", "object", "record", "text")) {
      Path file = folder.resolve(name + ".npy");
      assertTrue(Files.exists(file));
      assertThrows(BadFile.class, () -> Npy.map(file, Arena.ofAuto()));
    }
  }

  @Test
  void aWrongByte_isSeen() throws IOException, InterruptedException {
    StoredTensor array = sample(DataType.I16);
    Npy.write(folder.resolve("wrong.npy"), array);
    Sparse.put(folder.resolve("wrong.npy"), 130, new byte[] {99});
    String read = python(SHOW + "show('I16', numpy.load('wrong.npy'))\n");
    assertTrue(!read.equals(line(array)) && read.startsWith("I16 <i2 [2, 3]"));
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce("", (_, line) -> line);
  }

  /** Numbers whose bytes are 0 and 1, so that they are a BOOL's too. */
  private static StoredTensor sample(DataType type) {
    StoredTensor array = Samples.random(type.name(), type, List.of(2L, 3L), 1);
    byte[] bytes = Samples.bytes(array);
    for (int i = 0; type == DataType.BOOL && i < bytes.length; i++) {
      bytes[i] &= 1;
    }
    return new StoredTensor(
        array.name(), type, array.shape(), java.lang.foreign.MemorySegment.ofArray(bytes));
  }

  private static String line(StoredTensor array) {
    return "%s %s %s %s\n"
        .formatted(
            array.name(),
            NpyType.of(array.type()),
            array.shape(),
            HexFormat.of().formatHex(Samples.bytes(array)));
  }

  private String python(String script) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("script.py"), "import numpy\n" + script);
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder("python3", "script.py")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "python3 does not end");
    return Files.readString(out);
  }
}
