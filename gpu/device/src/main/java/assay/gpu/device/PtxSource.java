package assay.gpu.device;

/**
 * The text of a PTX module.
 *
 * @param name what messages call it, usually its file name
 * @param text the PTX
 */
public record PtxSource(String name, String text) {}
