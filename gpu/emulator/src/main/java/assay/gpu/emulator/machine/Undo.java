package assay.gpu.emulator.machine;

import java.util.HashMap;
import java.util.Map;

/** What global memory held before a launch, where the launch has written. */
final class Undo {

  private record Page(Region region, int number) {}

  private final Map<Page, Region.Saved> pages = new HashMap<>();

  /** Keeps a page as it is, unless it is kept already; called before it is first written. */
  synchronized void keep(Region region, int page) {
    pages.computeIfAbsent(
        new Page(region, page), key -> region.save((long) page << CoarseWatch.PAGE_BITS));
  }

  /** Puts everything back. */
  void restore() {
    pages.forEach((page, saved) -> page.region.restore(saved));
  }
}
