package assay.gpu.mutation;

import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.PtxFunction;
import assay.gpu.ptx.PtxModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Every mutant of a kernel. */
public final class PtxMutants {

  private PtxMutants() {}

  /**
   * In the order of the text. Instructions that take several lines, or share one, have none.
   *
   * @throws assay.gpu.ptx.PtxSyntaxError if {@code ptx} is none
   */
  public static List<PtxMutant> of(String ptx) {
    List<String> lines = List.of(ptx.split("\n", -1));
    List<PtxMutant> mutants = new ArrayList<>();
    Map<String, Integer> alike = new HashMap<>();
    for (PtxFunction function : PtxModule.parse(ptx).functions()) {
      Readers readers = Readers.of(lines, function);
      for (int i = 0; i < function.body().size(); i++) {
        Site.of(lines, function, i).ifPresent(site -> add(site, readers, mutants, alike));
      }
    }
    return mutants;
  }

  /** {@code count} of them, or all where there are fewer; another seed gives others. */
  public static List<PtxMutant> sample(List<PtxMutant> mutants, long seed, int count) {
    List<PtxMutant> left = new ArrayList<>(mutants);
    SplittableRandom random = new SplittableRandom(seed);
    List<PtxMutant> chosen = new ArrayList<>();
    while (chosen.size() < count && !left.isEmpty()) {
      int index = random.nextInt(left.size());
      chosen.add(left.get(index));
      left.set(index, left.getLast());
      left.removeLast();
    }
    return chosen;
  }

  /**
   * {@code each} of every group, or all of a smaller one, in the order of {@code mutants}; another
   * seed gives others.
   */
  public static List<PtxMutant> ofEachGroup(List<PtxMutant> mutants, long seed, int each) {
    Map<String, Integer> taken = new HashMap<>();
    Set<PtxMutant> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (PtxMutant mutant : sample(mutants, seed, mutants.size())) {
      if (taken.merge(mutant.group(), 1, Integer::sum) <= each) {
        chosen.add(mutant);
      }
    }
    return mutants.stream().filter(chosen::contains).toList();
  }

  private static void add(
      Site site, Readers readers, List<PtxMutant> mutants, Map<String, Integer> alike) {
    Instruction instruction = site.instruction();
    String read = readers.of(site.statement());
    for (Mutation mutation : Mutation.ALL) {
      for (Change change : mutation.of(site)) {
        String before = site.statement().instruction();
        String key = change.kind() + site.function().name() + before + change.after();
        mutants.add(
            new PtxMutant(
                change.kind(),
                site.function().name(),
                before,
                change.after(),
                alike.merge(key, 1, Integer::sum) - 1,
                instruction.line(),
                instruction.source(),
                read,
                change.edits()));
      }
    }
  }
}
