package assay.cli;

import assay.gpu.mutation.EntryText;
import assay.gpu.mutation.PtxMutant;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One entry of the kernel whose instructions are damaged.
 *
 * @param alone its text, every line where it stands in the whole
 * @param first line of its first instruction
 * @param last line of its last one
 * @param lastCopy line of the last instruction that asynchronous copies have to do with, or 0
 */
record PtxEntry(String alone, int first, int last, int lastCopy) {

  private static final Set<String> COPIES = Set.of("cp", "ldmatrix");

  /** All of them, by name. */
  static Map<String, PtxEntry> of(String ptx) {
    return PtxModule.parse(ptx).functions().stream()
        .filter(PtxFunction::entry)
        .map(PtxFunction::name)
        .collect(
            Collectors.toMap(Function.identity(), name -> of(EntryText.alone(ptx, name), name)));
  }

  private static PtxEntry of(String alone, String name) {
    List<Instruction> body = PtxModule.parse(alone).entry(name).orElseThrow().body();
    int lastCopy =
        body.stream()
            .filter(instruction -> COPIES.contains(instruction.opcode()))
            .mapToInt(Instruction::line)
            .max()
            .orElse(0);
    return new PtxEntry(alone, body.getFirst().line(), body.getLast().line(), lastCopy);
  }

  /** Whether it stands behind all copies, so that when they complete cannot matter. */
  boolean isTail(PtxMutant mutant) {
    return mutant.edits().stream().allMatch(edit -> edit.line() > lastCopy);
  }
}
