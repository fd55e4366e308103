package assay.cli;

import assay.evidence.EntryChosen;
import assay.gpu.kernels.KernelChoice;
import assay.spec.Implementation;
import assay.spec.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts which entries a kernel takes for the problems that it answers.
 *
 * @param <P> the operator's problem
 */
final class EntryTally<P> implements Implementation<P> {

  private final ReopeningKernel<P> kernel;
  private final Map<KernelChoice, Long> runs = new ConcurrentHashMap<>();

  EntryTally(ReopeningKernel<P> kernel) {
    this.kernel = kernel;
  }

  @Override
  public Result run(P problem) {
    Result result = kernel.run(problem);
    kernel.choice(problem).ifPresent(choice -> runs.merge(choice, 1L, Long::sum));
    return result;
  }

  /** In the order of their names; empty where the kernel has nothing to choose. */
  List<EntryChosen> chosen(String operator, String subject) {
    return runs.entrySet().stream()
        .map(one ->
            new EntryChosen(
                operator, subject, one.getKey().entry(), one.getKey().reason(), one.getValue()))
        .sorted(Comparator.comparing(EntryChosen::entry).thenComparing(EntryChosen::reason))
        .toList();
  }
}
