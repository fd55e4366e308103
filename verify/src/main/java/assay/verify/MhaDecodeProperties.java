package assay.verify;

import assay.numerics.Elements;
import assay.spec.MhaDecode.Problem;
import assay.spec.Reference;
import java.util.List;

/** What must hold for every {@link assay.spec.MhaDecode} and every problem. */
public final class MhaDecodeProperties {

  private final AttentionRuns<Problem> runs;
  private final Checks<Problem> checks;

  public MhaDecodeProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
    this.runs = new AttentionRuns<>(checks, new MhaDecodeTokens());
  }

  /** Every property, the most telling first. */
  public List<Property<Problem>> all() {
    List<Property<Problem>> own =
        List.of(
            new Property<>(
                "grouped-heads",
                "Heads that share a key are heads that have copies of it.",
                this::groupedHeads),
            new Property<>(
                "poison-invisible",
                "What lies past a length, or in no sequence, does not matter.",
                this::poisonInvisible),
            new Property<>(
                "value-nan",
                "A NaN in a visible value reaches its own feature, and no other.",
                this::valueNan));
    return AttentionProperties.of(runs, MhaDecodeProblems::data, own);
  }

  private Finding groupedHeads(Problem problem, long seed) {
    int[] heads = AttentionRuns.range(0, problem.heads());
    Problem copied = runs.tokens().withHeads(problem, heads);
    return AttentionRows.agree(runs.rows(problem), runs.rows(copied));
  }

  private Finding poisonInvisible(Problem problem, long seed) {
    byte poison = (seed & 1) == 0 ? LatentSlots.HUGE : LatentSlots.NAN;
    return Checks.sameBits(
        checks.run(UnreadSlots.replace(problem, poison)), checks.run(UnreadSlots.replace(problem, (byte) 0)));
  }

  private Finding valueNan(Problem problem, long seed) {
    int token = runs.longest(problem);
    Elements values = ElementRows.copy(problem.values());
    if (token >= 0 && runs.tokens().visible(problem, token) > 0) {
      int t = (int) Math.floorMod(seed, (long) runs.tokens().visible(problem, token));
      long feature = Math.floorMod(seed, (long) problem.valueWidth());
      values.set(problem.valueOffset(token / problem.queryTokens(), t, 0) + feature, Double.NaN);
    }
    return checks.againstGolden(
        MhaDecodeTokens.with(problem, problem.query(), problem.keys(), values, problem.scale()));
  }
}
