package assay.gpu.conformance;

import assay.gpu.device.PtxSource;
import java.util.List;

/**
 * One instruction form with inputs and what must come out.
 *
 * @param file the case's file name
 * @param form the instruction with all its modifiers
 * @param isa the section of the PTX ISA that defines it
 * @param version of PTX that it is written in
 * @param target the architecture it needs, such as {@code sm_80}
 * @param module declarations that it needs outside the kernel
 * @param text the PTX between loading the inputs and storing the outputs
 */
public record ConformanceCase(
    String file,
    String form,
    String isa,
    String version,
    String target,
    String module,
    List<Operand> inputs,
    List<Operand> outputs,
    String text,
    List<Run> runs) {

  public ConformanceCase {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    runs = List.copyOf(runs);
  }

  /**
   * Reads a case file.
   *
   * @throws MalformedCase naming the file and the line
   */
  public static ConformanceCase parse(String file, String text) {
    return new CaseParser(file).parse(text);
  }

  /** The whole module that runs this case; its entry is {@value CaseKernel#ENTRY}. */
  public PtxSource kernel() {
    return new PtxSource(file, CaseKernel.text(this));
  }

  @Override
  public String toString() {
    return file;
  }
}
