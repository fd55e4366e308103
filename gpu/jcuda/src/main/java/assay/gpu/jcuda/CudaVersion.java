package assay.gpu.jcuda;

import jcuda.driver.JCudaDriver;

/**
 * A CUDA version.
 *
 * @param code 1000 times the major plus 10 times the minor version
 */
record CudaVersion(int code) {

  /** The first version whose driver takes PTX 8.0. */
  static final CudaVersion OLDEST = new CudaVersion(12000);

  /** The version the installed driver supports. */
  static CudaVersion driver() {
    int[] version = new int[1];
    CudaStatus.check(JCudaDriver.cuDriverGetVersion(version), "reading the driver's version");
    return new CudaVersion(version[0]);
  }

  boolean tooOld() {
    return code < OLDEST.code;
  }

  @Override
  public String toString() {
    return code / 1000 + "." + code % 1000 / 10;
  }
}
