package assay.bench;

/** No benchmark matched, or one threw: see the cause. */
public final class BenchmarksFailed extends Exception {

  private static final long serialVersionUID = 1L;

  BenchmarksFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
