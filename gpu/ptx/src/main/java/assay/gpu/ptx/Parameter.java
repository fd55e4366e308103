package assay.gpu.ptx;

/**
 * A formal parameter of a function.
 *
 * @param name as declared
 * @param type the element type
 * @param bytes the whole size
 * @param align in bytes
 */
public record Parameter(String name, Type type, int bytes, int align) {}
