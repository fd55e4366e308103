package assay.bench.peers;

import assay.numerics.Elements;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Model;

/** Random prefills of one sequence at the widths of DeepSeek-V2-Lite, in F32. */
final class PrefillProblems {

  private static final Model MODEL = Model.DEEPSEEK_V2_LITE;

  private PrefillProblems() {}

  static Problem of(int heads, int tokens, boolean causal, long seed) {
    Normals normals = new Normals(seed);
    int rows = tokens * heads;
    int keyWidth = MODEL.nope() + MODEL.rope();
    return new Problem(
        heads,
        keyWidth,
        MODEL.value(),
        new int[] {0, tokens},
        new int[] {0, tokens},
        Elements.of(normals.floats(rows * keyWidth)),
        Elements.of(normals.floats(rows * keyWidth)),
        Elements.of(normals.floats(rows * MODEL.value())),
        MODEL.softmaxScale(),
        causal);
  }
}
