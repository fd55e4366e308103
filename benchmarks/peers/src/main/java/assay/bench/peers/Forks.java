package assay.bench.peers;

/** What a benchmark's virtual machine is started with. */
final class Forks {

  static final String VECTOR = "--add-modules=jdk.incubator.vector";

  static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

  /** Streams stay on the thread that starts them. */
  static final String ONE_THREAD = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0";

  /** A worker beside the thread that starts a stream. */
  static final String TWO_THREADS = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1";

  static final String PYTORCH_ONE_THREAD = "-Dai.djl.pytorch.num_threads=1";

  private Forks() {}
}
