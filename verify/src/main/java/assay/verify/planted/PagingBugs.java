package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.util.Arrays;
import java.util.List;

/** Which page and which slot: the table, and steps through it. */
final class PagingBugs {

  private static final DecodeBug PAGING = DecodeBug.in(BugClass.PAGING);
  private static final DecodeBug TAIL = DecodeBug.in(BugClass.TAIL);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          TAIL.bug(
              "TL4",
              "pages are counted whole, keys by length",
              PagingBugs::denseOffsets,
              issue("sgl-project/sglang-jax", 1297)),
          TAIL.bug(
              "TL5",
              "the table has an entry for each key",
              PagingBugs::entryOfKey,
              pull("flashinfer-ai/flashinfer", 810)),
          TAIL.bug(
              "TL7",
              "a page has an even number of slots",
              PagingBugs::evenPages,
              issue("sgl-project/sglang-jax", 1074)),
          PAGING.bug(
              "PG10",
              "the pool has no more pages than the table names",
              PagingBugs::poolAsTable,
              pull("NVIDIA/cutlass", 2221)),
          PAGING
              .caughtBy("page-permutation")
              .bug(
                  "PG11",
                  "a kept copy of the table is renewed in its first column alone",
                  StaleTable::new,
                  pull("vllm-project/vllm", 39643)),
          PAGING.bug(
              "PG12",
              "table rows are counted over sequences that have keys",
              PagingBugs::compactedRows,
              pull("ModelEngine-Group/unified-cache-management", 882)),
          PAGING.bug("PG52", "rows of the table have no spare entries", PagingBugs::tightRows),
          PAGING.bug("PG53", "pages lie in the pool in order", PagingBugs::identity),
          PAGING.bug("PG54", "a page's size is a power of two", PagingBugs::powerOfTwo),
          PAGING.bug("PG55", "a tile lies in the page of its first key", PagingBugs::onePage),
          PAGING.bug("PG56", "page numbers have 4 bits", PagingBugs::narrowNumbers));

  private PagingBugs() {}

  private static PagedMlaDecodeVariant denseOffsets(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        int b = sequence(group);
        int pageSize = problem.cache().pageSize();
        int at = t;
        for (int before = 0; before < b; before++) {
          at += lengths.load(before);
        }
        int owner = 0;
        while (owner < b && at >= Math.ceilDiv(lengths.load(owner), pageSize) * pageSize) {
          at -= Math.ceilDiv(lengths.load(owner), pageSize) * pageSize;
          owner++;
        }
        loadKey(address(page(owner, at)), slot(at), tile.keys[j]);
        loadValue(tile, j);
      }
    };
  }

  private static PagedMlaDecodeVariant entryOfKey(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int page(int b, int t) {
        return super.page(b, t * problem.cache().pageSize());
      }
    };
  }

  private static PagedMlaDecodeVariant evenPages(
      Memory memory, AttentionOptions options, Problem problem) {
    return new OtherPageSize(memory, options, problem) {
      @Override
      int pageSize() {
        return (problem.cache().pageSize() + 1) / 2 * 2;
      }
    };
  }

  private static PagedMlaDecodeVariant powerOfTwo(
      Memory memory, AttentionOptions options, Problem problem) {
    return new OtherPageSize(memory, options, problem) {
      @Override
      int pageSize() {
        return Integer.highestOneBit(problem.cache().pageSize());
      }
    };
  }

  /** Divides by {@link #pageSize}. */
  private abstract static class OtherPageSize extends PagedMlaDecodeVariant {

    OtherPageSize(Memory memory, AttentionOptions options, Problem problem) {
      super(memory, options, problem);
    }

    abstract int pageSize();

    @Override
    protected int page(int b, int t) {
      long row = (long) b * problem.cache().pagesPerSequence();
      return pageTable.load(row + t / pageSize());
    }

    @Override
    protected int slot(int t) {
      return t % pageSize();
    }
  }

  private static PagedMlaDecodeVariant poolAsTable(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int page(int b, int t) {
        int pageSize = problem.cache().pageSize();
        int named =
            Arrays.stream(problem.cache().lengths())
                .map(length -> Math.ceilDiv(length, pageSize))
                .sum();
        return Math.min(super.page(b, t), named - 1);
      }
    };
  }

  private static PagedMlaDecodeVariant compactedRows(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int page(int b, int t) {
        int[] before = Arrays.copyOf(problem.cache().lengths(), b);
        return super.page((int) Arrays.stream(before).filter(length -> length > 0).count(), t);
      }
    };
  }

  private static PagedMlaDecodeVariant tightRows(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int page(int b, int t) {
        int pageSize = problem.cache().pageSize();
        int longest = Arrays.stream(problem.cache().lengths()).max().orElse(0);
        long row = (long) b * Math.ceilDiv(longest, pageSize);
        return pageTable.load(row + t / pageSize);
      }
    };
  }

  private static PagedMlaDecodeVariant identity(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int page(int b, int t) {
        int pages = problem.cache().pagesPerSequence();
        return (b * pages + t / problem.cache().pageSize()) % pool.pages();
      }
    };
  }

  private static PagedMlaDecodeVariant onePage(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void load(int group, int t, AttentionTile tile, int j) {
        int page = page(sequence(group), tile.first());
        loadKey(address(page), slot(t), tile.keys[j]);
        loadValue(tile, j);
      }
    };
  }

  private static PagedMlaDecodeVariant narrowNumbers(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int page(int b, int t) {
        return super.page(b, t) % 16;
      }
    };
  }
}
