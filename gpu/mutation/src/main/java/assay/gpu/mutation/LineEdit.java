package assay.gpu.mutation;

/** A line, from 1, and what it is replaced by. */
public record LineEdit(int line, String text) {}
