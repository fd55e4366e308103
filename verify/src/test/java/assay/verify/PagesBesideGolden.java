package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.golden.cache.PageAllocator;
import assay.golden.cache.PageLayout;
import assay.golden.cache.PagedSequence;
import assay.golden.cache.PoolExhausted;
import assay.gpu.device.OutOfDeviceMemory;
import assay.gpu.kernels.CachedSequence;
import assay.gpu.kernels.DeviceLatentCache;
import assay.gpu.kernels.DeviceMlaLayer;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The same random operations on a device's cache and on the golden allocator: page for page. */
final class PagesBesideGolden {

  private static final int OPERATIONS = 400;
  private static final int PAGE_SIZE = 4;
  private static final int PAGES = 12;
  private static final int MOST_PAGES = 6;

  private record Pair(CachedSequence own, PagedSequence golden) {}

  private final SplittableRandom random;
  private final DeviceLatentCache cache;
  private final PageAllocator golden =
      PageAllocator.create(PageLayout.dense(1, PAGE_SIZE, 2), PAGES, MOST_PAGES, Arena.ofAuto());
  private final List<Pair> live = new ArrayList<>();
  private int refused;

  PagesBesideGolden(DeviceMlaLayer layer, long seed) {
    this.random = new SplittableRandom(seed);
    this.cache = layer.cache(new DeviceLatentCache.Capacity(PAGE_SIZE, PAGES, MOST_PAGES));
  }

  void run() {
    for (int i = 0; i < OPERATIONS; i++) {
      if (live.isEmpty() || random.nextInt(5) == 0) {
        live.add(new Pair(cache.allocate(), golden.allocate()));
      } else {
        change(live.get(random.nextInt(live.size())));
      }
      check();
    }
    assertEquals(true, refused > 0, "pages never ran out");
  }

  private void change(Pair pair) {
    switch (random.nextInt(6)) {
      case 0 -> {
        cache.free(pair.own);
        golden.free(pair.golden);
        live.remove(pair);
      }
      case 1 -> live.add(new Pair(cache.fork(pair.own), golden.fork(pair.golden)));
      case 2 -> {
        int tokens = random.nextInt(pair.own.length() + 1);
        live.add(new Pair(cache.share(pair.own, tokens), golden.share(pair.golden, tokens)));
      }
      default -> grow(pair, random.nextInt(8));
    }
  }

  private void grow(Pair pair, int tokens) {
    try {
      golden.grow(pair.golden, tokens);
      cache.grow(List.of(pair.own), tokens);
    } catch (PoolExhausted exhausted) {
      assertThrows(OutOfDeviceMemory.class, () -> cache.grow(List.of(pair.own), tokens));
      refused++;
    } catch (IllegalArgumentException tooLong) {
      assertThrows(IllegalArgumentException.class, () -> cache.grow(List.of(pair.own), tokens));
    }
  }

  private void check() {
    assertEquals(golden.statistics().usedPages(), cache.usedPages());
    assertEquals(golden.statistics().freePages(), cache.freePages());
    for (Pair pair : live) {
      assertEquals(pair.golden.length(), pair.own.length());
      assertEquals(pair.golden.pageCount(), pair.own.pageCount());
      for (int i = 0; i < pair.own.pageCount(); i++) {
        assertEquals(pair.golden.page(i), pair.own.page(i));
      }
    }
  }
}
