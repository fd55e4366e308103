/**
 * The meaning of PTX instructions as text cases, for any {@link assay.gpu.device.Device}.
 *
 * <p>A case file states one instruction form, where the PTX ISA defines it, the types of its
 * operands, its text, and one line per lane with inputs and expected outputs:
 *
 * <pre>{@code
 * // form: fma.rn.f32
 * // isa: 9.7.3.6
 * // params: f32 %a, f32 %b, f32 %c -> f32 %d
 * fma.rn.f32 %d, %a, %b, %c;
 *
 * // infinities
 * // run: inf 0x00000000 1.0 == nan
 * }</pre>
 *
 * <p>Values are bits ({@code 0x…}), decimal integers, or decimal fractions and {@code inf} for
 * floating types; {@code nan} expects any NaN. A line may end in {@code within 2 ulp}, {@code
 * within 2^-22 absolute} or {@code within 2^-11 relative} where the ISA states a bound instead of a
 * value. A plain comment names the group of the lines that follow.
 *
 * <p>All lines of a file run together as the lanes of one block, in order, so that a text may
 * exchange values between lanes. Besides the parameters a text may use {@code %lane}, {@code %cell}
 * (the address of 64 zeroed bytes of global memory of its own), {@code %cells} (the address of lane
 * 0's) and {@code %in} (the address of its inputs, 8 bytes each), and it may declare registers and
 * shared memory. The kernel around the text loads the inputs and stores the outputs; it is PTX 8.0
 * for {@code sm_80} unless {@code // target:} asks for more. Sections are those of PTX ISA 9.1.
 */
@NullMarked
package assay.gpu.conformance;

import org.jspecify.annotations.NullMarked;
