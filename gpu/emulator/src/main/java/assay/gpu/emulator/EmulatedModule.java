package assay.gpu.emulator;

import assay.gpu.device.DeviceModule;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.Kernel;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.execute.InstructionSet;
import assay.gpu.emulator.load.Loader;
import assay.gpu.emulator.machine.Program;
import assay.gpu.emulator.machine.Region;
import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import assay.gpu.ptx.PtxSyntaxError;
import assay.gpu.ptx.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PTX that the emulator has turned into programs. */
final class EmulatedModule implements DeviceModule {

  private static final Pattern TARGET = Pattern.compile("sm_(\\d+)[af]?");

  private final EmulatedDevice device;
  private final PtxSource source;
  private final PtxModule tree;
  private final Map<String, Program> programs;
  private final List<Region> variables;

  private EmulatedModule(
      EmulatedDevice device,
      PtxSource source,
      PtxModule tree,
      Map<String, Program> programs,
      List<Region> variables) {
    this.device = device;
    this.source = source;
    this.tree = tree;
    this.programs = programs;
    this.variables = variables;
  }

  static EmulatedModule load(EmulatedDevice device, PtxSource source) {
    PtxModule tree = parse(source);
    List<Region> regions = new ArrayList<>();
    Map<Variable, Long> addresses = new HashMap<>();
    for (Variable variable : globals(tree)) {
      Region region = ModuleVariables.place(device.memory(), variable);
      regions.add(region);
      addresses.put(variable, region.base());
    }
    Loader loader =
        new Loader(
            tree,
            InstructionSet.forms(device.arithmetic()),
            addresses,
            device.checks().uninitialisedRegisters(),
            device.checks().redZones(),
            device.arithmetic(),
            device.meters());
    Map<String, Program> programs = loader.programs();
    List<String> problems = new ArrayList<>(target(tree));
    problems.addAll(loader.problems());
    if (!problems.isEmpty()) {
      regions.forEach(device.memory()::free);
      throw new InvalidModule(source.name(), problems);
    }
    return new EmulatedModule(device, source, tree, programs, regions);
  }

  /** From {@code shared}, if it is there; else it may be from now on. */
  static EmulatedModule load(EmulatedDevice device, PtxSource source, SharedModules shared) {
    return shared
        .find(device, source.text())
        .map(known -> new EmulatedModule(device, source, known.tree(), known.programs(), List.of()))
        .orElseGet(() -> {
          EmulatedModule module = load(device, source);
          if (module.variables.isEmpty()) {
            shared.keep(
                device, source.text(), new SharedModules.Loaded(module.tree, module.programs));
          }
          return module;
        });
  }

  private static PtxModule parse(PtxSource source) {
    try {
      return PtxModule.parse(source.text());
    } catch (PtxSyntaxError e) {
      throw new InvalidModule(source.name(), List.of(String.valueOf(e.getMessage())));
    }
  }

  private static List<Variable> globals(PtxModule tree) {
    List<Variable> all = new ArrayList<>(tree.variables());
    tree.functions().forEach(function -> all.addAll(function.variables()));
    return all.stream().filter(ModuleVariables::isGlobal).distinct().toList();
  }

  private static List<String> target(PtxModule tree) {
    Matcher matcher = TARGET.matcher(tree.target());
    boolean known = matcher.matches() && Integer.parseInt(matcher.group(1)) >= 50;
    List<String> problems = new ArrayList<>();
    if (!known) {
      problems.add("target is %s; sm_50 and later are supported".formatted(tree.target()));
    }
    if (!tree.version().matches("[1-9]\\.[0-9]")) {
      problems.add("version is %s; PTX ISA 1.0 to 9.9 is supported".formatted(tree.version()));
    }
    if (tree.addressBits() != 64) {
      problems.add("address_size is %d; only 64 is supported".formatted(tree.addressBits()));
    }
    return problems;
  }

  @Override
  public Kernel kernel(String name) {
    device.usable();
    Program program = programs.get(name);
    PtxFunction entry = tree.entry(name).orElse(null);
    if (program == null || entry == null) {
      throw new InvalidModule(
          source.name(),
          List.of("there is no entry '%s'; there are %s".formatted(name, programs.keySet())));
    }
    return new EmulatedKernel(device, entry, program);
  }

  @Override
  public void close() {
    variables.forEach(device.memory()::free);
  }
}
