/**
 * JMH suites. Every benchmark checks its answer before it is timed, and has a peer in the same run.
 */
@NullMarked
package assay.bench;

import org.jspecify.annotations.NullMarked;
