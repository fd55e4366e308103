package assay.gpu.device;

/** Extents, or a position, along x, y and z. */
public record Dim3(int x, int y, int z) {

  public Dim3 {
    if (x < 0 || y < 0 || z < 0) {
      throw new IllegalArgumentException(
          "Dim3 is (" + x + ", " + y + ", " + z + "); no component may be negative");
    }
  }

  public static Dim3 of(int x) {
    return new Dim3(x, 1, 1);
  }

  public static Dim3 of(int x, int y) {
    return new Dim3(x, y, 1);
  }

  public long count() {
    return (long) x * y * z;
  }

  @Override
  public String toString() {
    return "(" + x + ", " + y + ", " + z + ")";
  }
}
