package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Register;
import java.util.List;

/**
 * One instruction and its step.
 *
 * @param reads registers that the step reads, without the guard
 * @param writes registers that the step writes
 */
record Lowered(Instruction instruction, Step step, List<Register> reads, List<Register> writes) {}
