package assay.gpu.ptx;

/** {@code @p} or {@code @!p}: who executes the instruction. PTX ISA 9.3. */
public record Guard(Register predicate, boolean negated) {}
