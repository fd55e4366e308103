package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeVariant;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --kernel}: which kernel is under test, by name, or as a file of PTX. */
final class KernelOption {

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = {
        "Assay's own: plain, the default, or tensor, on matrix units.",
        "Or a file of PTX with the entry names and parameters of one of them."
      })
  private @Nullable String kernel;

  /** The option as it was given, after a space; empty where it need not be. */
  String option() {
    return kernel == null ? "" : " --kernel '" + kernel + "'";
  }

  KernelSource source() throws IOException {
    if (kernel == null) {
      return PagedMlaDecodeVariant.PLAIN.committed();
    }
    for (PagedMlaDecodeVariant variant : PagedMlaDecodeVariant.values()) {
      if (variant.word().equals(kernel)) {
        return variant.committed();
      }
    }
    return read(Path.of(kernel));
  }

  private static KernelSource read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException("kernel is '" + file + "'; it must be a file of PTX");
    }
    try {
      return KernelSource.of(String.valueOf(file.getFileName()), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("kernel '" + file + "' is not text; PTX is", e);
    }
  }
}
