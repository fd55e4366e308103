/**
 * The command line: chooses devices and subjects, starts everything, and is the only place that
 * prints to the standard streams or ends the process.
 */
@NullMarked
package assay.cli;

import org.jspecify.annotations.NullMarked;
