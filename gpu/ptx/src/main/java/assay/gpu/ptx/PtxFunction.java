package assay.gpu.ptx;

import java.util.List;
import java.util.Map;

/**
 * A kernel or a device function.
 *
 * @param name the symbol
 * @param entry true for a kernel
 * @param results what a device function returns
 * @param parameters the formal parameters
 * @param registers every register of every scope, by number
 * @param variables memory declared inside the body
 * @param body the instructions; empty for a declaration
 * @param directives performance directives with their numbers: {@code maxntid}
 * @param line of its name, from 1
 */
public record PtxFunction(
    String name,
    boolean entry,
    List<Parameter> results,
    List<Parameter> parameters,
    List<Register> registers,
    List<Variable> variables,
    List<Instruction> body,
    Map<String, List<Integer>> directives,
    int line) {

  public PtxFunction {
    results = List.copyOf(results);
    parameters = List.copyOf(parameters);
    registers = List.copyOf(registers);
    variables = List.copyOf(variables);
    body = List.copyOf(body);
    directives = Map.copyOf(directives);
  }
}
