package assay.gpu.emulator.load;

import assay.gpu.ptx.Type;
import java.util.List;
import java.util.Optional;

/** The name of an instruction with its modifiers, cache hints left out: {@code ld.global.f32}. */
public record Form(String opcode, List<String> modifiers) {

  static Form of(String name) {
    List<String> parts = List.of(name.split("\\."));
    return new Form(parts.getFirst(), parts.subList(1, parts.size()));
  }

  public boolean has(String modifier) {
    return modifiers.contains(modifier);
  }

  /** The last type among the modifiers: what the operands are. */
  public Type type() {
    return types().getLast();
  }

  /** The first type among the modifiers: what the result is. */
  public Type resultType() {
    return types().getFirst();
  }

  private List<Type> types() {
    return modifiers.stream().map(Type::named).flatMap(Optional::stream).toList();
  }
}
