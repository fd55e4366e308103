package assay.verify.variant;

/** 2^x for x ≤ 0 in F32, and how far it may be off. */
public interface Exponential {

  /** In kebab-case, for a variant's name. */
  String name();

  /** 2^x; 1 for 0, 0 for −∞, NaN for NaN. */
  float exp2(float x);

  /** Bound of the relative error, where the result is a normal number. */
  double relativeError();

  /** Correctly rounded, but for one case in 2^29. */
  Exponential LIBRARY =
      new Exponential() {
        @Override
        public String name() {
          return "libm";
        }

        @Override
        public float exp2(float x) {
          return (float) StrictMath.exp(x * Math.log(2));
        }

        @Override
        public double relativeError() {
          return 0x1p-24 * (1 + 0x1p-20);
        }
      };
}
