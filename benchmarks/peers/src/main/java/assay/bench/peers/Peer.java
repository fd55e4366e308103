package assay.bench.peers;

/** Somebody else's code with one problem in place. One run is the whole operator. */
interface Peer extends AutoCloseable {

  /** What is timed. */
  void run();

  /** The answer of the last run, row-major. */
  double[] answer();

  @Override
  void close();
}
