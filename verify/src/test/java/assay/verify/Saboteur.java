package assay.verify;

import assay.gpu.device.PtxSource;
import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A planted bug: the committed kernel with its PTX edited, or fed another problem than it was
 * given, or with its result edited.
 */
record Saboteur(String name, Implementation<Problem> implementation) {

  static List<Saboteur> all() {
    return List.of(
        inPtx("drop barrier after key addresses", ptx -> replaceNth(ptx, "bar\\.sync \t0;", 0, "")),
        inPtx("drop barrier after scores", ptx -> replaceNth(ptx, "bar\\.sync \t0;", 1, "")),
        inPtx("drop barrier after weights", ptx -> replaceNth(ptx, "bar\\.sync \t0;", 2, "")),
        inPtx("drop barrier before next tile", ptx -> replaceNth(ptx, "bar\\.sync \t0;", 3, "")),
        inPtx(
            "accumulator not rescaled",
            ptx ->
                replaceNth(
                    ptx,
                    "ex2\\.approx\\.ftz\\.f32 (%f\\d+), %f\\d+;",
                    0,
                    "mov.f32 $1, 0f3F800000;")),
        inPtx(
            "row maximum of half a warp",
            ptx -> replaceNth(ptx, "(max\\.f32 \t%f\\d+, %f\\d+), %f\\d+;", 2, "$1, 0fFF800000;")),
        inPtx(
            "output truncated instead of rounded",
            ptx -> ptx.replace("cvt.rn.bf16.f32", "cvt.rz.bf16.f32")),
        inPtx(
            "half a warp missing in the dot product",
            ptx -> replaceNth(ptx, "(mov\\.u32 \t%r\\d+), 16;", 0, "$1, 8;")),
        inPtx("lse in base 2", ptx -> ptx.replace("0f3F317218", "0f3F800000")),
        inProblem("last key dropped", problem -> withLengths(problem, -1)),
        inProblem("one key too many", problem -> withLengths(problem, 1)),
        inProblem("scale without mscale squared", problem -> withScale(problem, 1 / 1.873854f)),
        inProblem("scale from the absorbed width", problem -> withScale(problem, 0.5773503f)),
        inProblem("scale without log2 e", problem -> withScale(problem, 0.6931472f)),
        inProblem("rope term dropped", Saboteur::withoutRope),
        inProblem("heads shifted by one", Saboteur::withShiftedHeads),
        inProblem("first page twice", Saboteur::withFirstPageTwice),
        inProblem("identity page table", Saboteur::withIdentityTable),
        inProblem("page stride of one slot less", Saboteur::withShortPages),
        inProblem("causal mask ignored", problem -> withCausal(problem, false)),
        inProblem("query tokens in reverse", Saboteur::withReversedTokens),
        inResult("one head of 16 zeroed", Saboteur::zeroOneRow),
        inResult("lse off by 0.3", (problem, result) -> shiftLse(problem, result, 0.3)));
  }

  private static Saboteur inPtx(String name, UnaryOperator<String> edit) {
    PtxSource committed = Emulated.committed();
    String edited = edit.apply(committed.text());
    if (edited.equals(committed.text())) {
      throw new IllegalStateException("'" + name + "' finds nothing to edit in the PTX");
    }
    return new Saboteur(name, Emulated.kernel(new PtxSource(committed.name(), edited)));
  }

  private static Saboteur inProblem(String name, UnaryOperator<Problem> edit) {
    Implementation<Problem> honest = Emulated.kernel(Emulated.committed());
    return new Saboteur(
        name,
        problem -> {
          List<double[]> values =
              honest.run(edit.apply(problem)).tensors().stream().map(t -> t.values()).toList();
          return PagedMlaDecode.result(problem, values.get(0), values.get(1));
        });
  }

  private static Saboteur inResult(String name, BiFunction<Problem, Result, Result> edit) {
    Implementation<Problem> honest = Emulated.kernel(Emulated.committed());
    return new Saboteur(name, problem -> edit.apply(problem, honest.run(problem)));
  }

  /** {@code text} with match number {@code index} of {@code regex}, from 0, replaced. */
  static String replaceNth(String text, String regex, int index, String replacement) {
    Matcher matcher = Pattern.compile(regex).matcher(text);
    StringBuilder edited = new StringBuilder();
    for (int i = 0; matcher.find(); i++) {
      matcher.appendReplacement(
          edited, i == index ? replacement : Matcher.quoteReplacement(matcher.group()));
    }
    return matcher.appendTail(edited).toString();
  }

  private static Problem withLengths(Problem problem, int change) {
    PagedLatentCache cache = problem.cache();
    int[] lengths = cache.lengths().clone();
    for (int b = 0; b < lengths.length; b++) {
      boolean fits =
          change < 0
              || (lengths[b] + change - 1) / cache.pageSize()
                  == (lengths[b] - 1) / cache.pageSize();
      lengths[b] += lengths[b] > 0 && fits ? change : 0;
    }
    return problem.withCache(cache.withSequences(cache.pageTable(), lengths));
  }

  private static Problem withScale(Problem problem, float factor) {
    return problem.withQuery(problem.query(), problem.scale() * factor);
  }

  private static Problem withoutRope(Problem problem) {
    Elements query = copy(problem.query());
    for (int i = 0; i < query.count(); i++) {
      if (i % problem.width() >= problem.latent()) {
        query.set(i, 0);
      }
    }
    return problem.withQuery(query, problem.scale());
  }

  private static Problem withShiftedHeads(Problem problem) {
    int[] order = new int[problem.heads()];
    for (int h = 0; h < order.length; h++) {
      order[h] = (h + 1) % order.length;
    }
    return PagedMlaDecodeTransform.permuteHeads(problem, order);
  }

  private static Problem withReversedTokens(Problem problem) {
    Elements query = copy(problem.query());
    long token = (long) problem.heads() * problem.width() * query.format().bytes();
    for (int row = 0; row < problem.batch() * problem.queryTokens(); row++) {
      int b = row / problem.queryTokens();
      int s = row % problem.queryTokens();
      int from = b * problem.queryTokens() + problem.queryTokens() - 1 - s;
      MemorySegment.copy(
          problem.query().segment(), from * token, query.segment(), row * token, token);
    }
    return problem.withQuery(query, problem.scale());
  }

  private static Problem withFirstPageTwice(Problem problem) {
    PagedLatentCache cache = problem.cache();
    int[] table = cache.pageTable().clone();
    for (int b = 0; b < cache.batch(); b++) {
      if (cache.lengths()[b] > cache.pageSize()) {
        table[b * cache.pagesPerSequence() + 1] = table[b * cache.pagesPerSequence()];
      }
    }
    return problem.withCache(cache.withSequences(table, cache.lengths()));
  }

  private static Problem withIdentityTable(Problem problem) {
    PagedLatentCache cache = problem.cache();
    int[] table = cache.pageTable().clone();
    for (int i = 0; i < table.length; i++) {
      table[i] = i % cache.pages();
    }
    return problem.withCache(cache.withSequences(table, cache.lengths()));
  }

  /** Every page after the first begins one slot early. */
  private static Problem withShortPages(Problem problem) {
    PagedLatentCache cache = problem.cache();
    MemorySegment pool = copy(cache.elements()).segment();
    long page = cache.bytesPerPage();
    for (int i = 1; i < cache.pages(); i++) {
      long early = i * page - cache.layout().bytesPerToken();
      MemorySegment.copy(cache.bytes(), early, pool, i * page, page);
    }
    return problem.withCache(cache.withPool(pool, cache.pageTable()));
  }

  private static Elements copy(Elements original) {
    Elements copy = Elements.allocate(original.format(), Math.toIntExact(original.count()));
    copy.segment().copyFrom(original.segment());
    return copy;
  }

  private static Problem withCausal(Problem problem, boolean causal) {
    return new Problem(
        problem.queryTokens(),
        problem.heads(),
        problem.latent(),
        problem.rope(),
        problem.query(),
        problem.cache(),
        problem.scale(),
        causal);
  }

  private static Result zeroOneRow(Problem problem, Result result) {
    double[] out = result.tensor("out").values().clone();
    if (problem.rows() > 0) {
      Arrays.fill(out, 0, problem.latent(), 0);
    }
    return PagedMlaDecode.result(problem, out, result.tensor("lseNats").values());
  }

  private static Result shiftLse(Problem problem, Result result, double shift) {
    double[] lse = result.tensor("lseNats").values().clone();
    for (int i = 0; i < lse.length; i++) {
      lse[i] += shift;
    }
    return PagedMlaDecode.result(problem, result.tensor("out").values(), lse);
  }
}
