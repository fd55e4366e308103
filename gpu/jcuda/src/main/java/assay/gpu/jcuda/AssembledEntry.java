package assay.gpu.jcuda;

/**
 * What one entry needs on the assembled architecture.
 *
 * @param registers 32-bit registers per thread
 * @param spillStoreBytes bytes per thread stored because registers ran out
 * @param spillLoadBytes bytes per thread loaded back
 * @param sharedBytes static shared memory per block
 * @param stackBytes stack frame per thread
 */
public record AssembledEntry(
    String name,
    int registers,
    int spillStoreBytes,
    int spillLoadBytes,
    int sharedBytes,
    int stackBytes) {}
