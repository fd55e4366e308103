package assay.bench.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A module without parameters as TorchScript stores it, built in memory: a zip of pickled state and
 * of source. It reaches what DJL has no method for.
 */
final class TorchScript {

  /**
   * Pickle: the class M, created from nothing, whose only attribute says that it is not training.
   */
  private static final String STATE =
      "\u0080\u0002c__torch__\nM\n)\u0081}(X\b\0\0\0training\u0089ub.";

  /** Pickle: an empty tuple. */
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private static final String SCALED_DOT_PRODUCT_ATTENTION =
      """
      class M(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        def forward(self: __torch__.M,
          q: Tensor,
          k: Tensor,
          v: Tensor) -> Tensor:
          return torch.scaled_dot_product_attention(q, k, v, None, 0., %s, scale=%s)
      """;

  private TorchScript() {}

  /** {@code forward(q, k, v)} is PyTorch's own attention. */
  static byte[] scaledDotProductAttention(boolean causal, double scale) {
    String source =
        SCALED_DOT_PRODUCT_ATTENTION.formatted(
            causal ? "True" : "False", String.format(Locale.ROOT, "%.17e", scale));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "m/version", "3\n");
      store(zip, "m/data.pkl", STATE);
      store(zip, "m/code/__torch__.py", source);
      store(zip, "m/constants.pkl", NO_CONSTANTS);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Uncompressed, as PyTorch wants it; a character is a byte. */
  private static void store(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }
}
