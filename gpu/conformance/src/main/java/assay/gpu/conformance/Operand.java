package assay.gpu.conformance;

/**
 * An input or output of a case.
 *
 * @param name the register, with its {@code %}
 */
public record Operand(OperandType type, String name) {

  @Override
  public String toString() {
    return type.keyword() + " " + name;
  }
}
