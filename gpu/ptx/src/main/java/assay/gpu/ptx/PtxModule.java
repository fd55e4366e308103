package assay.gpu.ptx;

import java.util.List;
import java.util.Optional;

/**
 * One PTX text.
 *
 * @param version the ISA version: {@code 9.0}
 * @param target the architecture: {@code sm_80}
 * @param addressBits 32 or 64
 * @param variables the module's own variables
 * @param functions kernels, device functions and their declarations
 */
public record PtxModule(
    String version,
    String target,
    int addressBits,
    List<Variable> variables,
    List<PtxFunction> functions) {

  public PtxModule {
    variables = List.copyOf(variables);
    functions = List.copyOf(functions);
  }

  /**
   * Reads a whole text.
   *
   * @throws PtxSyntaxError at the first place that is not PTX, or where the text ends too early
   */
  public static PtxModule parse(String text) {
    return new ModuleParser(new Lexer(text).tokens()).module();
  }

  /** The kernel of this name. */
  public Optional<PtxFunction> entry(String name) {
    return functions.stream().filter(f -> f.entry() && f.name().equals(name)).findFirst();
  }

  /** The function of this name that has a body, kernel or not. */
  public Optional<PtxFunction> function(String name) {
    return functions.stream().filter(f -> f.name().equals(name) && !f.body().isEmpty()).findFirst();
  }
}
