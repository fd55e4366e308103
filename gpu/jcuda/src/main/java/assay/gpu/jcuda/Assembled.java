package assay.gpu.jcuda;

import java.util.List;

/**
 * Machine code made from PTX.
 *
 * @param arch the architecture, such as {@code sm_90a}
 * @param entries in the order of the assembler's log
 * @param log all the assembler said
 * @param cubinBytes the size of the machine code's file
 */
public record Assembled(String arch, List<AssembledEntry> entries, String log, long cubinBytes) {
  public Assembled {
    entries = List.copyOf(entries);
  }
}
