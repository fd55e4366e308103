package assay.golden.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The paged cache without an allocator: a page is a list of stamps, one for each token, and
 * sequences share it by referring to the same list. Who refers to what is counted, never kept.
 */
@SuppressWarnings("ReferenceEquality") // a page is the list itself, whatever is in it
final class NaiveCache {

  private final int pageSize;
  private final int pages;
  private final List<Sequence> sequences = new ArrayList<>();

  NaiveCache(int pageSize, int pages) {
    this.pageSize = pageSize;
    this.pages = pages;
  }

  /** Its pages and its stamps. */
  static final class Sequence {
    final List<List<Long>> pages = new ArrayList<>();
    final List<Long> stamps = new ArrayList<>();
  }

  List<Sequence> sequences() {
    return sequences;
  }

  Sequence allocate() {
    Sequence sequence = new Sequence();
    sequences.add(sequence);
    return sequence;
  }

  Sequence share(Sequence source, int tokens) {
    Sequence sequence = allocate();
    sequence.stamps.addAll(source.stamps.subList(0, tokens));
    sequence.pages.addAll(source.pages.subList(0, Math.ceilDiv(tokens, pageSize)));
    return sequence;
  }

  void free(Sequence sequence) {
    sequences.remove(sequence);
  }

  /** Pages that a growth by {@code tokens} takes. */
  int needed(Sequence sequence, int tokens) {
    int length = sequence.stamps.size();
    int fresh = Math.ceilDiv(length + tokens, pageSize) - Math.ceilDiv(length, pageSize);
    return fresh + (tokens > 0 && writesShared(sequence) ? 1 : 0);
  }

  void append(Sequence sequence, long stamp) {
    int slot = sequence.stamps.size() % pageSize;
    if (slot == 0) {
      sequence.pages.add(new ArrayList<>());
    } else if (writesShared(sequence)) {
      sequence.pages.add(new ArrayList<>(sequence.pages.removeLast()));
    }
    List<Long> page = sequence.pages.getLast();
    page.subList(slot, page.size()).clear();
    page.add(stamp);
    sequence.stamps.add(stamp);
  }

  int freePages() {
    return pages - owned().size();
  }

  int sharedPages() {
    return (int) owned().stream().filter(page -> owners(page) > 1).count();
  }

  /** Slots that some sequence reads. */
  long liveSlots() {
    return owned().stream().mapToLong(this::filled).sum();
  }

  private boolean writesShared(Sequence sequence) {
    return sequence.stamps.size() % pageSize != 0 && owners(sequence.pages.getLast()) > 1;
  }

  private Set<List<Long>> owned() {
    Set<List<Long>> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    sequences.forEach(sequence -> owned.addAll(sequence.pages));
    return owned;
  }

  private long owners(List<Long> page) {
    return sequences.stream().filter(s -> s.pages.stream().anyMatch(own -> own == page)).count();
  }

  private int filled(List<Long> page) {
    int most = 0;
    for (Sequence sequence : sequences) {
      for (int i = 0; i < sequence.pages.size(); i++) {
        if (sequence.pages.get(i) == page) {
          most = Math.max(most, Math.min(pageSize, sequence.stamps.size() - i * pageSize));
        }
      }
    }
    return most;
  }
}
