package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Buffer;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.util.List;

/**
 * Addresses worked out in 32 bits. They show where a checker spreads pages and scratch over more
 * than 2^31 bytes of addresses, as {@code Surroundings.CHECKED} does; in memory that is packed they
 * show only with pools of gigabytes.
 */
final class AddressBugs {

  private static final DecodeBug PAGING = DecodeBug.in(BugClass.PAGING);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          PAGING.bug(
              "PG1",
              "page times stride wraps at 2^32",
              AddressBugs::unsigned,
              issue("flashinfer-ai/flashinfer", 3130),
              pull("flashinfer-ai/flashinfer", 3136),
              issue("ROCm/aiter", 4452)),
          PAGING.bug(
              "PG2",
              "page times stride wraps at 2^31",
              AddressBugs::signed,
              pull("vllm-project/vllm", 47671),
              issue("vllm-project/vllm", 50427),
              pull("vllm-project/vllm-xpu-kernels", 445),
              issue("Dao-AILab/flash-attention", 772)),
          DecodeBug.split(BugClass.PAGING)
              .bug(
                  "PG5",
                  "indices of scratch wrap at 2^31",
                  AddressBugs::scratch,
                  pull("sgl-project/sglang", 28788)),
          PAGING.bug("PG50", "an address is rounded to F32", AddressBugs::rounded),
          PAGING.bug(
              "PG51", "pages are contiguous whatever their stride", AddressBugs::contiguous));

  private AddressBugs() {}

  private static PagedMlaDecodeVariant unsigned(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long address(int page) {
        return Integer.toUnsignedLong(page * (int) pool.stride());
      }
    };
  }

  private static PagedMlaDecodeVariant signed(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long address(int page) {
        int wrapped = page * (int) pool.stride();
        return wrapped;
      }
    };
  }

  private static PagedMlaDecodeVariant scratch(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long index(Buffer workspace, int row, int split) {
        return (int) super.index(workspace, row, split);
      }
    };
  }

  private static PagedMlaDecodeVariant rounded(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long address(int page) {
        return (long) (page * (float) pool.stride());
      }
    };
  }

  private static PagedMlaDecodeVariant contiguous(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long address(int page) {
        return page * problem.cache().bytesPerPage();
      }
    };
  }
}
