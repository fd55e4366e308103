package assay.verify.planted;

import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Buffer;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;

/** Keeps a copy of the page table between runs, and renews only what it takes to have changed. */
final class StaleTable extends PagedMlaDecodeVariant {

  private final Buffer copy;
  private final int entries;

  StaleTable(Memory memory, AttentionOptions options, Problem problem) {
    super(memory, options, problem);
    this.entries = problem.cache().pagesPerSequence();
    this.copy = memory.workspace("page table", problem.batch(), Math.max(1, entries));
    for (int b = 0; b < problem.batch(); b++) {
      for (int i = 0; i < entries; i++) {
        if (i == 0 || !(copy.load(index(b, i)) > 0)) {
          copy.store(index(b, i), 1 + pageTable.load((long) b * entries + i));
        }
      }
    }
  }

  private long index(int b, int entry) {
    return b * copy.stride() + entry;
  }

  @Override
  protected int page(int b, int t) {
    return (int) copy.load(index(b, t / problem.cache().pageSize())) - 1;
  }
}
