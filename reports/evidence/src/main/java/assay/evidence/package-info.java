/**
 * What was observed, where and with which seed: records, and the JSON Lines file that holds them.
 *
 * <p>Evidence says nothing about how it was gathered; whoever renders or gates it can change no
 * result. The file format is described in {@code docs/evidence.md}.
 */
@NullMarked
package assay.evidence;

import org.jspecify.annotations.NullMarked;
