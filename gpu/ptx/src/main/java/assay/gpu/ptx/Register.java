package assay.gpu.ptx;

/**
 * A register of one function.
 *
 * @param name as the text spells it; two scopes of one function may use a name twice
 * @param type the declared type
 * @param number unique in its function, from 0
 */
public record Register(String name, Type type, int number) {
  @Override
  public String toString() {
    return name;
  }
}
