package assay.pages;

import assay.evidence.DeviceCard;
import assay.evidence.Environment;
import assay.evidence.Provenance;
import assay.evidence.RunStarted;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;

/** Where the run happened, and which kernels ran. */
final class EnvironmentSection {

  private EnvironmentSection() {}

  static Section of(RunStarted started) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("Assay", started.tool()));
    rows.addAll(machine(started.environment()));
    rows.addAll(device(started.device()));
    return new Section(
        "Environment and provenance",
        List.of(
            new Block.Table("Machine and device", List.of("What", "Value"), rows),
            kernels(started.kernels())));
  }

  private static List<List<Cell>> machine(Environment here) {
    return List.of(
        row("Operating system", here.os() + ", " + here.architecture()),
        row("Processor", here.cpu() + ", " + Text.count(here.cores(), "core") + " in use"),
        row("Memory", Text.memory(here.memoryBytes())),
        row("JVM", here.jdk()),
        row("Widest vector", here.vectorBits() == 0 ? "unknown" : here.vectorBits() + " bits"));
  }

  private static List<List<Cell>> device(DeviceCard device) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("Device", device.name() + ", backend " + device.backend()));
    rows.add(row("Compute capability", device.computeCapability()));
    rows.add(row("Multiprocessors", Text.count(device.multiprocessors())));
    rows.add(row("Device memory", Text.memory(device.memoryBytes())));
    device.properties().forEach((name, value) -> rows.add(row("Device: " + name, value)));
    return rows;
  }

  private static Block kernels(List<Provenance> kernels) {
    if (kernels.isEmpty()) {
      return new Block.Paragraph("No kernel was loaded.");
    }
    return new Block.Table(
        "Kernels, by the SHA-256 of what ran and of what it was compiled from",
        List.of("Kernel", "PTX", "Source"),
        kernels.stream()
            .map(kernel ->
                List.of(
                    Cell.code(kernel.kernel()),
                    Cell.code(kernel.ptxSha256()),
                    Cell.code(kernel.sourceSha256())))
            .toList());
  }

  private static List<Cell> row(String name, String value) {
    return List.of(Cell.of(name), Cell.of(value));
  }
}
