/**
 * What each operator means: problems, results, numeric contracts and error budgets. No algorithm.
 *
 * <p>Glossary. Every shape in the project uses these letters:
 *
 * <ul>
 *   <li>b: sequence in the batch; B: batch size
 *   <li>s: query token of a sequence; S: query tokens per sequence
 *   <li>h: query head; H: heads
 *   <li>t: key token of a sequence, from 0; T: keys attended
 *   <li>d: latent feature; D: latent width (kv_lora_rank)
 *   <li>r: rope feature; R: rope width
 *   <li>n: token of any sequence; N: tokens
 *   <li>i, o: input and output feature of a projection; I, O: their counts
 *   <li>e: key feature without position; E: nope width (qk_nope_head_dim)
 *   <li>v: value feature; V: value width (v_head_dim)
 *   <li>g: key-value head; G: key-value heads
 *   <li>j: slot of a cache, counted over its pool
 *   <li>k: part of a split, or entry of a list of slots; K: how many
 *   <li>p: slot within a page; P: page size
 * </ul>
 *
 * <p>Conventions: row-major, the last axis contiguous; lse in nats; an empty row has out = 0 and
 * lse = −∞; a NaN in live input gives NaN; what lies past a length is never read; the softmax scale
 * is an explicit argument.
 */
@NullMarked
package assay.spec;

import org.jspecify.annotations.NullMarked;
