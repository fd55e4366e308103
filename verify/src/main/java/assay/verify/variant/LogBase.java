package assay.verify.variant;

/** The base that a kernel keeps scores and lse in; F32, each step rounded to nearest. */
public enum LogBase {
  E {
    @Override
    float fromNats(float nats) {
      return nats;
    }

    @Override
    float toNats(float lse) {
      return lse;
    }

    @Override
    float exp(float x) {
      return (float) StrictMath.exp(x);
    }

    @Override
    float log(float x) {
      return (float) StrictMath.log(x);
    }
  },
  TWO {
    @Override
    float fromNats(float nats) {
      return nats * LOG2_E;
    }

    @Override
    float toNats(float lse) {
      return lse * LN_2;
    }

    @Override
    float exp(float x) {
      return (float) StrictMath.pow(2, x);
    }

    @Override
    float log(float x) {
      return (float) (StrictMath.log(x) / StrictMath.log(2));
    }
  };

  private static final float LOG2_E = (float) (1 / StrictMath.log(2));
  private static final float LN_2 = (float) StrictMath.log(2);

  abstract float fromNats(float nats);

  abstract float toNats(float lse);

  /** The base to this power. */
  abstract float exp(float x);

  abstract float log(float x);
}
