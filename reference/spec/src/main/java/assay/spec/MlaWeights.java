package assay.spec;

import assay.numerics.Elements;
import java.util.Optional;

/**
 * The weights of one attention layer, as checkpoints name and lay them out: a projection is [O, I],
 * its output feature outermost.
 *
 * @param shape widths
 * @param queryDown q_a_proj [queryRank, hidden] and the norm and projection after it; empty where
 *     queries are projected in one step
 * @param query q_b_proj [H · (E + R), queryRank], or q_proj [H · (E + R), hidden] without
 *     bottleneck; each head's rows are nope ‖ rope
 * @param latentDown kv_a_proj_with_mqa [D + R, hidden]: latent ‖ rope
 * @param latentNorm kv_a_layernorm [D]
 * @param latentUp kv_b_proj [H · (E + V), D]; each head's rows are W_UK [E, D] ‖ W_UV [V, D]
 * @param output o_proj [hidden, H · V]
 */
public record MlaWeights(
    MlaShape shape,
    Optional<QueryDown> queryDown,
    Elements query,
    Elements latentDown,
    Elements latentNorm,
    Elements latentUp,
    Elements output) {

  /**
   * The query's bottleneck.
   *
   * @param projection q_a_proj [queryRank, hidden]
   * @param norm q_a_layernorm [queryRank]
   */
  public record QueryDown(Elements projection, Elements norm) {}

  public MlaWeights {
    if (queryDown.isPresent() != shape.hasQueryRank()) {
      throw new IllegalArgumentException(
          "queryDown is %s; queryRank is %d"
              .formatted(queryDown.isPresent() ? "given" : "missing", shape.queryRank()));
    }
    long hidden = shape.hidden();
    long queryInput = shape.hasQueryRank() ? shape.queryRank() : hidden;
    queryDown.ifPresent(down -> {
      Require.count("queryDown.projection", down.projection(), shape.queryRank() * hidden);
      Require.count("queryDown.norm", down.norm(), shape.queryRank());
    });
    Require.count("query", query, (long) shape.heads() * shape.keyWidth() * queryInput);
    Require.count("latentDown", latentDown, shape.cacheWidth() * hidden);
    Require.count("latentNorm", latentNorm, shape.latent());
    long up = (long) shape.heads() * (shape.nope() + shape.value());
    Require.count("latentUp", latentUp, up * shape.latent());
    Require.count("output", output, hidden * shape.heads() * shape.value());
  }
}
