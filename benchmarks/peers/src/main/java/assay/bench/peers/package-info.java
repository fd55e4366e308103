/**
 * Other people's libraries on the CPU: OpenBLAS, ONNX Runtime, PyTorch. They are peers, timed
 * beside Assay on the same numbers, and oracles, asked for a second opinion of the golden model.
 */
@NullMarked
package assay.bench.peers;

import org.jspecify.annotations.NullMarked;
