package assay.gpu.jcuda;

import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/**
 * Assembles PTX up to version 8.0 with NVIDIA's compiler library of CUDA 12.0; needs neither a GPU
 * nor a driver nor a toolkit.
 */
public final class PtxAssembler {

  /** The architectures this project compiles for; the library knows more. */
  public static final Set<String> ARCHITECTURES = Set.of("sm_80", "sm_90", "sm_90a");

  private PtxAssembler() {}

  /**
   * Assembles a module.
   *
   * @throws InvalidModule with the assembler's error lines
   * @throws DeviceUnavailable if the library cannot be loaded on this platform
   * @throws IllegalArgumentException if {@code arch} is not one of {@link #ARCHITECTURES}
   */
  public static Assembled assemble(PtxSource source, String arch) {
    if (!ARCHITECTURES.contains(arch)) {
      throw new IllegalArgumentException(
          "arch is '%s'; allowed are sm_80, sm_90, sm_90a".formatted(arch));
    }
    CudaNatives.load(CudaNatives.COMPILER);
    JNvPTXCompiler.setExceptionsEnabled(false);
    nvPTXCompilerHandle compiler = create(source);
    try {
      return compile(compiler, source, arch);
    } finally {
      JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
    }
  }

  private static nvPTXCompilerHandle create(PtxSource source) {
    byte[] text = (source.text() + "\0").getBytes(StandardCharsets.UTF_8);
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    int status = JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text);
    if (status != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      throw new InvalidModule(source.name(), List.of(nvPTXCompileResult.stringFor(status)));
    }
    return compiler;
  }

  private static Assembled compile(nvPTXCompilerHandle compiler, PtxSource source, String arch) {
    String[] options = {"--gpu-name=" + arch, "--verbose"};
    int status = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
    if (status != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      throw new InvalidModule(
          source.name(),
          AssemblerLog.problems(errorLog(compiler), nvPTXCompileResult.stringFor(status)));
    }
    String log = infoLog(compiler);
    long[] size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetCompiledProgramSize(compiler, size);
    return new Assembled(arch, AssemblerLog.entries(log), log, size[0]);
  }

  private static String errorLog(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size);
    byte[] bytes = new byte[Math.toIntExact(size[0] + 1)];
    JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, bytes);
    return text(bytes);
  }

  private static String infoLog(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size);
    byte[] bytes = new byte[Math.toIntExact(size[0] + 1)];
    JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, bytes);
    return text(bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace("\0", "");
  }
}
