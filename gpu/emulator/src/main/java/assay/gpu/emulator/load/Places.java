package assay.gpu.emulator.load;

import assay.gpu.ptx.Register;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Lets registers share places, so that those of a warp stay in the cache: PTX has a register for
 * each value, and only few values are alive at a time.
 *
 * <p>Source: Poletto and Sarkar, Linear scan register allocation, TOPLAS 1999, without spilling.
 */
final class Places {

  private Places() {}

  /** A number from 0 for each register; those of one letter may share theirs. */
  static Map<Register, Integer> of(List<Register> registers, Liveness liveness) {
    Map<Register, Integer> places = new HashMap<>();
    for (char letter : new char[] {'W', 'L', 'P'}) {
      List<Register> own = new ArrayList<>();
      for (Register register : registers) {
        if (Binding.letter(register.type()) == letter && liveness.last(register) >= 0) {
          own.add(register);
        }
      }
      scan(own, liveness, places);
    }
    return places;
  }

  /** A place is free behind the last instruction of its register, not at it. */
  private static void scan(
      List<Register> registers, Liveness liveness, Map<Register, Integer> places) {
    registers.sort(Comparator.comparingInt(liveness::first));
    PriorityQueue<Register> alive = new PriorityQueue<>(Comparator.comparingInt(liveness::last));
    Deque<Integer> free = new ArrayDeque<>();
    int used = 0;
    for (Register register : registers) {
      for (Register ended = alive.peek();
          ended != null && liveness.last(ended) < liveness.first(register);
          ended = alive.peek()) {
        free.push(places.getOrDefault(alive.remove(), 0));
      }
      places.put(register, free.isEmpty() ? used++ : free.pop());
      alive.add(register);
    }
  }
}
