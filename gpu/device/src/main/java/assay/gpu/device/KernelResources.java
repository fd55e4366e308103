package assay.gpu.device;

/**
 * What one block of a kernel needs.
 *
 * @param registersPerThread 32-bit registers; 0 where the backend has no such limit
 * @param staticSharedBytes shared memory declared in the kernel, per block
 * @param localBytesPerThread local memory, spills included
 * @param maxThreadsPerBlock the largest block that can be launched
 */
public record KernelResources(
    int registersPerThread,
    int staticSharedBytes,
    int localBytesPerThread,
    int maxThreadsPerBlock) {}
