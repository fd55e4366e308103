package assay.bench.peers;

/** Somebody else's code with one problem in place. One run is the whole operator. */
interface Peer extends AutoCloseable {

  /** What stands in a benchmark's field until its fork has made the peer. */
  Peer NONE =
      new Peer() {
        @Override
        public void run() {
          throw new IllegalStateException("no peer was made");
        }

        @Override
        public double[] answer() {
          throw new IllegalStateException("no peer was made");
        }

        @Override
        public void close() {}
      };

  /** What is timed. */
  void run();

  /** The answer of the last run, row-major. */
  double[] answer();

  @Override
  void close();
}
