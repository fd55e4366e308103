package assay.gpu.ptx;

import java.util.List;

/**
 * A variable in memory. PTX ISA 5.3 and 5.4.
 *
 * @param name as declared
 * @param space where it lives
 * @param type the element type
 * @param align in bytes
 * @param elements how many; 0 for an {@code .extern} array whose size the launch gives
 * @param initial element bits from the start; empty without an initialiser
 * @param line in the text, from 1
 */
public record Variable(
    String name,
    StateSpace space,
    Type type,
    int align,
    long elements,
    List<Long> initial,
    int line) {

  public Variable {
    initial = List.copyOf(initial);
  }

  public long bytes() {
    return elements * type.bytes();
  }

  /** True for a shared array whose size the launch gives. */
  public boolean sizedByLaunch() {
    return elements == 0;
  }
}
