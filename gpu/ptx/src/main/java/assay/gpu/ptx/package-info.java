/**
 * PTX text as a tree: what a module declares and which instructions its functions hold.
 *
 * <p>The vocabulary follows the PTX ISA: modules and directives (chapter 4 and 11), state spaces
 * and types (chapter 5), operands (chapter 6). Names are resolved: an operand holds the register,
 * variable or label that its name means in its scope, so inner scopes that reuse a name need no
 * care. Nothing here knows what an instruction does.
 */
@NullMarked
package assay.gpu.ptx;

import org.jspecify.annotations.NullMarked;
