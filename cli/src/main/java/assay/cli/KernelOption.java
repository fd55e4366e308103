package assay.cli;

import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --kernel}: which PTX is under test. */
final class KernelOption {

  @Option(
      names = "--kernel",
      paramLabel = "FILE",
      description = "PTX to verify instead of Assay's own; same entry name and parameters.")
  private @Nullable Path kernel;

  /** The option as it was given, after a space; empty where it need not be. */
  String option() {
    return kernel == null ? "" : " --kernel '" + kernel + "'";
  }

  KernelSource source() throws IOException {
    if (kernel == null) {
      return KernelSource.committed(PagedMlaDecodeKernel.ENTRY);
    }
    if (Files.exists(kernel) && !Files.isRegularFile(kernel)) {
      throw new IllegalArgumentException("kernel is '" + kernel + "'; it must be a file of PTX");
    }
    try {
      return KernelSource.of(String.valueOf(kernel.getFileName()), Files.readString(kernel));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("kernel '" + kernel + "' is not text; PTX is", e);
    }
  }
}
