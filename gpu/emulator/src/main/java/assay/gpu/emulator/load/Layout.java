package assay.gpu.emulator.load;

import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where variables lie: offsets in shared and local memory, addresses in global memory. */
final class Layout {

  private final Map<Variable, Long> global;
  private final Map<Variable, Long> offsets = new HashMap<>();
  private long sharedBytes;
  private long localBytes;

  /**
   * @param global addresses of the module's global and constant variables
   * @param variables shared ones of the module and everything declared in functions
   */
  Layout(Map<Variable, Long> global, List<Variable> variables) {
    this.global = global;
    variables.stream().filter(v -> !v.sizedByLaunch()).forEach(this::place);
    variables.stream()
        .filter(Variable::sizedByLaunch)
        .mapToInt(Variable::align)
        .max()
        .ifPresent(align -> sharedBytes = up(sharedBytes, align));
    variables.stream().filter(Variable::sizedByLaunch).forEach(v -> offsets.put(v, sharedBytes));
  }

  private void place(Variable variable) {
    switch (variable.space()) {
      case SHARED -> {
        if (!offsets.containsKey(variable)) {
          offsets.put(variable, up(sharedBytes, variable.align()));
          sharedBytes = up(sharedBytes, variable.align()) + variable.bytes();
        }
      }
      case LOCAL, PARAM -> {
        if (!offsets.containsKey(variable)) {
          offsets.put(variable, up(localBytes, variable.align()));
          localBytes = up(localBytes, variable.align()) + variable.bytes();
        }
      }
      case GLOBAL, CONST -> {}
    }
  }

  private static long up(long offset, int align) {
    return (offset + align - 1) / align * align;
  }

  long address(Variable variable) {
    Map<Variable, Long> map =
        variable.space() == StateSpace.GLOBAL || variable.space() == StateSpace.CONST
            ? global
            : offsets;
    Long address = map.get(variable);
    if (address == null) {
      throw new UnsupportedForm("variable " + variable.name() + " has no memory");
    }
    return address;
  }

  int sharedBytes() {
    return Math.toIntExact(sharedBytes);
  }

  int localBytes() {
    return Math.toIntExact(localBytes);
  }
}
