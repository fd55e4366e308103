package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.SharedPlan;
import assay.gpu.ptx.StateSpace;
import assay.gpu.ptx.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where variables lie: offsets in shared and local memory, addresses in global memory. */
final class Layout {

  private final Map<Variable, Long> global;
  private final Map<Variable, Long> offsets = new HashMap<>();
  private final List<SharedPlan.Part> parts = new ArrayList<>();
  private final boolean redZones;
  private long sharedEnd = SharedPlan.FIRST;
  private long sharedBytes;
  private long localBytes;

  /**
   * @param global addresses of the module's global and constant variables
   * @param variables shared ones of the module and everything declared in functions
   * @param redZones whether shared ones have unused addresses between them
   */
  Layout(Map<Variable, Long> global, List<Variable> variables, boolean redZones) {
    this.global = global;
    this.redZones = redZones;
    variables.stream().filter(v -> !v.sizedByLaunch()).forEach(this::place);
    variables.stream()
        .filter(Variable::sizedByLaunch)
        .mapToInt(Variable::align)
        .max()
        .ifPresent(this::alignShared);
    variables.stream().filter(Variable::sizedByLaunch).forEach(v -> offsets.put(v, sharedEnd));
  }

  private void place(Variable variable) {
    switch (variable.space()) {
      case SHARED -> {
        if (!offsets.containsKey(variable)) {
          placeShared(variable);
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

  private void placeShared(Variable variable) {
    alignShared(variable.align());
    offsets.put(variable, sharedEnd);
    parts.add(new SharedPlan.Part(variable.name(), sharedEnd, variable.bytes()));
    sharedBytes += variable.bytes();
    sharedEnd += variable.bytes() + (redZones ? SharedPlan.RED_ZONE : 0);
  }

  private void alignShared(int align) {
    sharedBytes = up(sharedBytes, align);
    sharedEnd = up(sharedEnd, align);
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

  /** What is wrong if variables of one space take more than any device has. */
  Optional<String> excess() {
    long most = Math.max(sharedBytes, localBytes);
    return most <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "shared or local variables take %d bytes; at most %d are supported"
                .formatted(most, Integer.MAX_VALUE));
  }

  SharedPlan shared() {
    return new SharedPlan(
        parts, sharedEnd, Math.clamp(sharedBytes, 0, Integer.MAX_VALUE), redZones);
  }

  int localBytes() {
    return Math.clamp(localBytes, 0, Integer.MAX_VALUE);
  }
}
