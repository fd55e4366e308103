package assay.bench.device;

/**
 * What a device can do at most, measured in the same run; NaN where not yet known.
 *
 * @param bytesPerSecond the better of both copies, read and written bytes together
 * @param flopPerSecond of a large bf16 product by Assay's own kernel
 */
record Ceilings(double bytesPerSecond, double flopPerSecond) {

  static final Ceilings UNKNOWN = new Ceilings(Double.NaN, Double.NaN);
}
