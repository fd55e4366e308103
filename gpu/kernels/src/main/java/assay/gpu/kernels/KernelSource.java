package assay.gpu.kernels;

import assay.gpu.device.PtxSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PTX of one kernel, and where it came from.
 *
 * @param ptx the text
 * @param sourceSha256 hash of the CUDA source it was compiled from, as its header says; empty where
 *     it says nothing
 * @param ptxSha256 hash of the text itself
 */
public record KernelSource(PtxSource ptx, String sourceSha256, String ptxSha256) {

  private static final Pattern SOURCE_HASH = Pattern.compile("// source-sha256: ([0-9a-f]{64})");

  /** The committed PTX of this snake-case stem. */
  public static KernelSource committed(String stem) {
    String path = "ptx/sm_80/" + stem + ".ptx";
    try (InputStream stream = KernelSource.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalArgumentException("kernel is '" + stem + "'; no PTX is committed for it");
      }
      return of(stem + ".ptx", new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** Any other PTX, such as a user's. */
  public static KernelSource of(String name, String text) {
    Matcher header = SOURCE_HASH.matcher(text);
    return new KernelSource(
        new PtxSource(name, text), header.find() ? header.group(1) : "", sha256(text));
  }

  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
