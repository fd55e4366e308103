/**
 * What each PTX instruction does, one family per file, named after it.
 *
 * <p>Every file declares its forms as patterns with the section of the PTX ISA they come from;
 * {@link assay.gpu.emulator.execute.InstructionSet} is the list of the files.
 */
@NullMarked
package assay.gpu.emulator.execute;

import org.jspecify.annotations.NullMarked;
