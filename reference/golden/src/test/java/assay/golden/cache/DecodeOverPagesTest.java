package assay.golden.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.golden.PagedMlaDecodeReference;
import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A decode over forked and shared pages is, bit for bit, that over a copy of each sequence. */
final class DecodeOverPagesTest {

  private static final int PAGE_SIZE = 4;
  private static final int LATENT = 12;
  private static final int ROPE = 4;
  private static final int WIDTH = LATENT + ROPE;
  private static final int PAGES = 40;
  private static final int PER_SEQUENCE = 12;
  private static final int HEADS = 3;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
  private final short[] slots = new short[PAGES * PAGE_SIZE * WIDTH];
  private final PageAllocator allocator =
      PageAllocator.over(
          PageLayout.dense(1, PAGE_SIZE, WIDTH * Short.BYTES),
          MemorySegment.ofArray(slots),
          PER_SEQUENCE);

  @Test
  void forksAndPrefixesDecodeAsIfTheyWereAlone() {
    Arrays.fill(slots, BFloat16.NAN);
    PagedSequence parent = allocator.allocate();
    short[] begin = append(parent, 22);
    PagedSequence fork = allocator.fork(parent);
    PagedSequence prefix = allocator.share(parent, 9);
    short[] parentEnd = append(parent, 3);
    short[] forkEnd = append(fork, 7);
    short[] prefixEnd = append(prefix, 5);
    short[] query = normal(3 * HEADS * WIDTH);
    Result paged = decode(shared(List.of(parent, fork, prefix)), query);
    short[] head = Arrays.copyOf(begin, 9 * WIDTH);
    Result alone =
        decode(
            separate(join(begin, parentEnd), join(begin, forkEnd), join(head, prefixEnd)), query);
    for (int i = 0; i < 2; i++) {
      double[] expected = alone.tensors().get(i).values();
      assertArrayEquals(expected, paged.tensors().get(i).values());
      assertFalse(Arrays.stream(expected).anyMatch(Double::isNaN));
    }
  }

  private static Result decode(PagedLatentCache cache, short[] query) {
    Problem problem =
        new Problem(1, HEADS, LATENT, ROPE, Elements.ofBFloat16(query), cache, 0.25f, false);
    return PagedMlaDecodeReference.create().run(problem);
  }

  private PagedLatentCache shared(List<PagedSequence> batch) {
    int[] table = allocator.pageTable(batch);
    int[] lengths = allocator.lengths(batch);
    return PagedLatentCache.ofBFloat16(PAGE_SIZE, WIDTH, slots, PER_SEQUENCE, table, lengths);
  }

  /** Each sequence in pages of its own, one after another. */
  private static PagedLatentCache separate(short[]... sequences) {
    short[] copies = new short[sequences.length * PER_SEQUENCE * PAGE_SIZE * WIDTH];
    int[] lengths = new int[sequences.length];
    int[] table = new int[sequences.length * PER_SEQUENCE];
    Arrays.setAll(table, i -> i);
    for (int b = 0; b < sequences.length; b++) {
      int at = b * PER_SEQUENCE * PAGE_SIZE * WIDTH;
      System.arraycopy(sequences[b], 0, copies, at, sequences[b].length);
      lengths[b] = sequences[b].length / WIDTH;
    }
    return PagedLatentCache.ofBFloat16(PAGE_SIZE, WIDTH, copies, PER_SEQUENCE, table, lengths);
  }

  private short[] append(PagedSequence sequence, int tokens) {
    short[] values = normal(tokens * WIDTH);
    for (int i = 0; i < tokens; i++) {
      allocator.grow(sequence, 1);
      int t = sequence.length() - 1;
      long slot = (long) t % PAGE_SIZE * WIDTH * Short.BYTES;
      MemorySegment.copy(
          MemorySegment.ofArray(values),
          (long) i * WIDTH * Short.BYTES,
          allocator.page(sequence, 0, t),
          slot,
          WIDTH * Short.BYTES);
    }
    return values;
  }

  private short[] normal(int count) {
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      values[i] = BFloat16.fromFloat((float) random.nextGaussian());
    }
    return values;
  }

  private static short[] join(short[] begin, short[] end) {
    short[] both = Arrays.copyOf(begin, begin.length + end.length);
    System.arraycopy(end, 0, both, begin.length, end.length);
    return both;
  }
}
