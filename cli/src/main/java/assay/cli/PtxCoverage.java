package assay.cli;

import assay.cli.PtxMutantProblems.Posed;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.emulator.machine.Tally;
import assay.gpu.mutation.LineEdit;
import assay.gpu.mutation.PtxMutant;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which lines of a kernel's PTX each problem executes: where the others are damaged, it cannot
 * tell.
 */
record PtxCoverage(List<Covered> problems) {

  /**
   * @param lines that some warp executes, whether or not a guard lets it do anything
   * @param instructions that all warps execute
   */
  record Covered(Posed posed, BitSet lines, long instructions) {
    boolean executes(PtxMutant mutant) {
      return mutant.edits().stream().mapToInt(LineEdit::line).anyMatch(lines::get);
    }

    private boolean enters(PtxEntry entry) {
      int next = lines.nextSetBit(entry.first());
      return next >= 0 && next <= entry.last();
    }
  }

  /** From one run of each. */
  static PtxCoverage of(PtxKernel kernel, PtxSource ptx, List<Posed> problems) {
    List<Covered> covered = new ArrayList<>();
    try (EmulatedDevice device = EmulatedDevice.profiling(Checks.FEWEST, Schedule.LATEST)) {
      Implementation<Problem> loaded = kernel.load(device, ptx);
      Map<Tally, Long> before = new HashMap<>();
      for (Posed posed : problems) {
        long start = device.counters().warpInstructions();
        loaded.run(posed.problem());
        long instructions = device.counters().warpInstructions() - start;
        covered.add(new Covered(posed, news(device.profile().tallies(), before), instructions));
      }
    }
    return new PtxCoverage(covered);
  }

  /** Lines that were executed since {@code before}, which is brought up to date. */
  private static BitSet news(List<Tally> tallies, Map<Tally, Long> before) {
    BitSet lines = new BitSet();
    for (Tally tally : tallies) {
      long now = tally.executed();
      Long then = before.put(tally, now);
      if (now > (then == null ? 0 : then)) {
        lines.set(tally.place().line());
      }
    }
    return lines;
  }

  /** Those that execute what was damaged, in their order. */
  List<Covered> executing(PtxMutant mutant) {
    return problems.stream().filter(one -> one.executes(mutant)).toList();
  }

  /** Those that execute any of it, in their order. */
  List<Covered> entering(PtxEntry entry) {
    return problems.stream().filter(one -> one.enters(entry)).toList();
  }
}
