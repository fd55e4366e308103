package assay.bench;

import assay.golden.cache.PageAllocator;
import assay.golden.cache.PageLayout;
import assay.golden.cache.PagedSequence;
import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.DenseLayout;
import assay.spec.Model;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A batch that decodes on and on: forks of one prompt that grow by a token a step, and begin anew
 * from the prompt when they are {@link #STEPS} tokens longer.
 *
 * <p>Its problem's arrays are what the allocator writes; the problem itself never changes.
 */
final class DecodeLoopState {

  private static final int PAGE_SIZE = 64;

  /** Tokens after which the batch begins anew. */
  static final int STEPS = 1000;

  private final int width;
  private final short[] slots;
  private final PageAllocator allocator;
  private final PagedSequence prompt;
  private final List<PagedSequence> batch = new ArrayList<>();
  private final Problem problem;
  private int steps;

  DecodeLoopState(Model model, int sequences, int keys, long seed) {
    this.width = model.cacheWidth();
    int perSequence = Math.ceilDiv(keys + STEPS, PAGE_SIZE);
    int pages = perSequence * (sequences + 1);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.slots = normal(random, pages * PAGE_SIZE * width);
    this.allocator =
        PageAllocator.over(
            PageLayout.of(DenseLayout.bFloat16(model.latent(), model.rope()), 1, PAGE_SIZE),
            MemorySegment.ofArray(slots),
            perSequence);
    this.prompt = allocator.allocate();
    allocator.grow(prompt, keys);
    int[] table = new int[sequences * perSequence];
    short[] query = normal(random, sequences * model.heads() * width);
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(
            PAGE_SIZE, width, slots, perSequence, table, new int[sequences]);
    this.problem =
        new Problem(
            1,
            model.heads(),
            model.latent(),
            model.rope(),
            Elements.ofBFloat16(query),
            cache,
            model.softmaxScale(),
            false);
    restart();
  }

  Problem problem() {
    return problem;
  }

  /** Every sequence has a new token: a copy of the prompt's first, in a slot of its own. */
  void grow() {
    if (steps == STEPS) {
      restart();
    }
    steps++;
    for (int b = 0; b < batch.size(); b++) {
      PagedSequence sequence = batch.get(b);
      allocator.grow(sequence, 1);
      int t = sequence.length() - 1;
      int slot = sequence.page(t / PAGE_SIZE) * PAGE_SIZE + t % PAGE_SIZE;
      System.arraycopy(slots, 0, slots, slot * width, width);
    }
    allocator.writeBatch(batch, problem.cache().pageTable(), problem.cache().lengths());
  }

  private void restart() {
    steps = 0;
    batch.forEach(allocator::free);
    batch.clear();
    for (int b = 0; b < problem.batch(); b++) {
      batch.add(allocator.fork(prompt));
    }
  }

  private static short[] normal(RandomGenerator random, int count) {
    short[] values = new short[count];
    for (int i = 0; i < count; i++) {
      values[i] = BFloat16.fromFloat((float) random.nextGaussian());
    }
    return values;
  }
}
