package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.LongChoice;
import assay.gpu.emulator.lanes.WordChoice;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Type;

/** One of two values by a predicate: selp. PTX ISA 9.7.6.4. */
final class Select {

  private Select() {}

  static Step build(Instruction instruction, Binding binding, Type type) {
    char letter = Binding.letter(type);
    int yes = binding.read(letter, instruction.operand(1), type);
    int no = binding.read(letter, instruction.operand(2), type);
    Setp.Source chooser = Setp.Source.of(instruction.operand(3), binding);
    int to = binding.write(letter, instruction.operand(0));
    return letter == 'W'
        ? new WordChoice(to, yes, no, chooser.place(), chooser.flip())
        : new LongChoice(to, yes, no, chooser.place(), chooser.flip());
  }
}
