package assay.bench.peers;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A peer that lives as long as a benchmark's fork. */
@State(Scope.Benchmark)
public abstract class PeerState {

  private Peer peer = Peer.NONE;

  /** Keeps the peer, runs it once and gives its answer. */
  final double[] answerOf(Peer made) {
    peer = made;
    peer.run();
    return peer.answer();
  }

  /** The timed body. */
  final Object run() {
    peer.run();
    return peer;
  }

  @TearDown
  public final void close() {
    peer.close();
  }
}
