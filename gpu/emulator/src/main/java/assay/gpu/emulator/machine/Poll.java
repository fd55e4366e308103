package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** What the threads that have arrived at one barrier say, and who waits for the answer. */
final class Poll {

  private final List<IntConsumer> waiting = new ArrayList<>();
  private Question question = Question.NONE;
  private int yes;
  private int no;

  /** The first threads of a phase say what is asked. */
  void open(Question asked) {
    question = asked;
    yes = 0;
    no = 0;
    waiting.clear();
  }

  /** Those that come later must ask the same. PTX ISA 9.7.13.1: the rest is unpredictable. */
  void requireSame(Question asked, int lane, int barrier) {
    if (asked != question) {
      throw new Fault(
          DeviceFault.Kind.BARRIER,
          lane,
          "barrier %d is met by %s here, but by %s at the threads that came before"
              .formatted(barrier, asked, question));
    }
  }

  void add(int mask, int agreeing, IntConsumer answer) {
    yes += Integer.bitCount(agreeing & mask);
    no += Integer.bitCount(mask & ~agreeing);
    waiting.add(answer);
  }

  /** Everyone has arrived. */
  void close() {
    int answer = question.answer(yes, no);
    waiting.forEach(taker -> taker.accept(answer));
    open(Question.NONE);
  }
}
