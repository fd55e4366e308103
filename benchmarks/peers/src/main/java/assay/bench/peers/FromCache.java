package assay.bench.peers;

import assay.golden.lanes.Widening;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;

/**
 * A peer that begins where Assay does: before each run, a sequence's keys are gathered from their
 * pages, widened from bf16 to F32, and laid out as the peer reads them.
 */
final class FromCache implements Peer {

  private final PagedLatentCache cache;
  private final int b;
  private final Attention attention;
  private final Peer peer;
  private final float[] key;

  private FromCache(PagedLatentCache cache, int b, Attention attention, Peer peer) {
    this.cache = cache;
    this.b = b;
    this.attention = attention;
    this.peer = peer;
    this.key = new float[attention.keyWidth()];
  }

  /**
   * Of sequence {@code b}; the cache is bf16 without scales.
   *
   * @param peer made of memory that has no keys until the first run
   */
  static FromCache of(PagedMlaDecode.Problem problem, int b, Function<Attention, Peer> peer) {
    return of(problem, b, Attention.decode(problem, b, FloatFormat.F32), peer);
  }

  /** The same for a peer that reads no part of a tensor: values have memory of their own. */
  static FromCache withValuesApart(
      PagedMlaDecode.Problem problem, int b, Function<Attention, Peer> peer) {
    return of(problem, b, Attention.decode(problem, b, FloatFormat.F32).withValuesApart(), peer);
  }

  private static FromCache of(
      PagedMlaDecode.Problem problem, int b, Attention attention, Function<Attention, Peer> peer) {
    attention.k().segment().fill((byte) 0);
    attention.v().segment().fill((byte) 0);
    return new FromCache(problem.cache(), b, attention, peer.apply(attention));
  }

  @Override
  public void run() {
    for (int t = 0; t < attention.keys(); t++) {
      long slot = cache.slot(b, t) * cache.width() * Short.BYTES;
      Widening.bFloat16(cache.bytes(), slot, key, 0, key.length);
      put(attention.k(), t, attention.keyWidth());
      if (!attention.sharesValues()) {
        put(attention.v(), t, attention.valueWidth());
      }
    }
    peer.run();
  }

  private void put(Elements target, long row, int width) {
    MemorySegment.copy(
        key, 0, target.segment(), ValueLayout.JAVA_FLOAT, row * width * Float.BYTES, width);
  }

  @Override
  public double[] answer() {
    return peer.answer();
  }

  @Override
  public void close() {
    peer.close();
  }
}
