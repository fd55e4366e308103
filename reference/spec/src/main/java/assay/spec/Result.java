package assay.spec;

import java.util.List;

/** The tensors that an operator returns, in the operator's order. */
public record Result(List<Tensor> tensors) {

  public Result {
    tensors = List.copyOf(tensors);
  }

  /** Of these tensors, in this order. */
  public static Result of(Tensor... tensors) {
    return new Result(List.of(tensors));
  }

  /** The tensor of this name. */
  public Tensor tensor(String name) {
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("result has no tensor '" + name + "'"));
  }
}
