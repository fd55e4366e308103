package assay.bench.peers;

import java.util.function.Supplier;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Golden model and a peer in turn: what else the machine does slows both. Nanoseconds of each, over
 * an iteration; their ratio is the result.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Turns {

  public long goldenNanos;
  public long peerNanos;

  @Setup(Level.Iteration)
  public void begin() {
    goldenNanos = 0;
    peerNanos = 0;
  }

  Object take(Supplier<Object> golden, PeerState peer) {
    long begin = System.nanoTime();
    Object answer = golden.get();
    long middle = System.nanoTime();
    peer.run();
    goldenNanos += middle - begin;
    peerNanos += System.nanoTime() - middle;
    return answer;
  }
}
