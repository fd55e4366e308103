package assay.gpu.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The kernels of {@link DeviceContract}: PTX 8.0 for sm_80. */
public final class ContractPtx {

  private static final List<String> FILES =
      List.of(
          "append_digit.ptx",
          "arguments.ptx",
          "faults.ptx",
          "indices.ptx",
          "shared_memory.ptx",
          "vector_add.ptx");

  private ContractPtx() {}

  /** Every module, for tools that check PTX without running it. */
  public static Stream<PtxSource> all() {
    return FILES.stream().map(ContractPtx::source);
  }

  static PtxSource source(String file) {
    try (InputStream stream = ContractPtx.class.getResourceAsStream("contract/" + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("no contract kernel is called '" + file + "'");
      }
      return new PtxSource(file, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
