package assay.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.numerics.FloatFormat;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The two routines of OpenBLAS that a projection or an attention is made of, row-major. */
final class OpenBlas {

  // Values of cblas.h.
  private static final int ROW_MAJOR = 101;
  private static final int AS_IS = 111;
  private static final int TRANSPOSED = 112;

  private static final SymbolLookup LIBRARY = load();

  private static final MethodHandle SGEMM = gemm("cblas_sgemm", JAVA_FLOAT);
  private static final MethodHandle DGEMM = gemm("cblas_dgemm", JAVA_DOUBLE);
  private static final MethodHandle SGEMV = gemv("cblas_sgemv", JAVA_FLOAT);
  private static final MethodHandle DGEMV = gemv("cblas_dgemv", JAVA_DOUBLE);
  private static final MethodHandle THREADS =
      handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT));

  private OpenBlas() {}

  /** A matrix in memory: {@code stride} numbers from one row to the next. */
  record Matrix(MemorySegment segment, int stride) {}

  /** How many threads every later call uses. */
  static void useThreads(int count) {
    try {
      THREADS.invokeExact(count);
    } catch (Throwable thrown) {
      throw new IllegalStateException("openblas_set_num_threads failed", thrown);
    }
  }

  /** c [m, n] = scale · a [m, k] b, with b [k, n]; or [n, k] where it is {@code transposed}. */
  static void multiply(
      FloatFormat format,
      boolean transposed,
      int m,
      int n,
      int k,
      double scale,
      Matrix a,
      Matrix b,
      Matrix c) {
    int order = transposed ? TRANSPOSED : AS_IS;
    try {
      switch (format) {
        case F32 ->
            SGEMM.invokeExact(
                ROW_MAJOR,
                AS_IS,
                order,
                m,
                n,
                k,
                (float) scale,
                a.segment,
                a.stride,
                b.segment,
                b.stride,
                0f,
                c.segment,
                c.stride);
        case F64 ->
            DGEMM.invokeExact(
                ROW_MAJOR, AS_IS, order, m, n, k, scale, a.segment, a.stride, b.segment, b.stride,
                0d, c.segment, c.stride);
        default -> throw unsupported(format);
      }
    } catch (Throwable thrown) {
      throw failed(thrown);
    }
  }

  /** y [m] = a [m, n] x [n]. */
  static void multiply(
      FloatFormat format, int m, int n, Matrix a, MemorySegment x, MemorySegment y) {
    try {
      switch (format) {
        case F32 ->
            SGEMV.invokeExact(ROW_MAJOR, AS_IS, m, n, 1f, a.segment, a.stride, x, 1, 0f, y, 1);
        case F64 ->
            DGEMV.invokeExact(ROW_MAJOR, AS_IS, m, n, 1d, a.segment, a.stride, x, 1, 0d, y, 1);
        default -> throw unsupported(format);
      }
    } catch (Throwable thrown) {
      throw failed(thrown);
    }
  }

  private static IllegalArgumentException unsupported(FloatFormat format) {
    return new IllegalArgumentException("format is " + format + "; allowed are F32 and F64");
  }

  private static RuntimeException failed(Throwable thrown) {
    return thrown instanceof RuntimeException known
        ? known
        : new IllegalStateException("OpenBLAS failed", thrown);
  }

  private static SymbolLookup load() {
    Loader.load(openblas_nolapack.class);
    return SymbolLookup.loaderLookup();
  }

  private static MethodHandle gemm(String name, MemoryLayout real) {
    return handle(
        name,
        FunctionDescriptor.ofVoid(
            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, real, ADDRESS, JAVA_INT,
            ADDRESS, JAVA_INT, real, ADDRESS, JAVA_INT));
  }

  private static MethodHandle gemv(String name, MemoryLayout real) {
    return handle(
        name,
        FunctionDescriptor.ofVoid(
            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, real, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
            real, ADDRESS, JAVA_INT));
  }

  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(LIBRARY.findOrThrow(name), descriptor);
  }
}
