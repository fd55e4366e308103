package assay.gpu.kernels;

import assay.spec.PagedMlaDecode.Problem;

/**
 * A decode step over pages, but for its numbers.
 *
 * @param queryTokens of each sequence
 */
record PagedDecodeShape(
    int batch,
    int queryTokens,
    int heads,
    int latent,
    int rope,
    int pageSize,
    int pagesPerSequence,
    float scale,
    boolean causal) {

  static PagedDecodeShape of(Problem problem) {
    return new PagedDecodeShape(
        problem.batch(),
        problem.queryTokens(),
        problem.heads(),
        problem.latent(),
        problem.rope(),
        problem.cache().pageSize(),
        problem.cache().pagesPerSequence(),
        problem.scale(),
        problem.causal());
  }

  /** D + R. */
  int width() {
    return latent + rope;
  }

  /** Of out and lse. */
  int rows() {
    return batch * queryTokens * heads;
  }
}
