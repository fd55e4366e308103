package assay.cli;

import assay.gpu.mutation.PtxMutant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Judges mutants on all cores; what comes of it does not depend on how many there are. */
record PtxTrial(PtxMutantsPlan plan, PtxJudge judge, ArguedEquivalents argued) {

  static PtxTrial of(PtxMutantsPlan plan) {
    return new PtxTrial(
        plan, PtxJudge.of(plan.source().ptx()), ArguedEquivalents.of(plan.kernel()));
  }

  /** Each mutant, in the plan's order; {@code sink} is told of it in that order. */
  List<JudgedMutant> run(Consumer<JudgedMutant> sink) {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            cores, Thread.ofPlatform().daemon().name("mutants-", 0).factory());
    try {
      List<Future<JudgedMutant>> pending = new ArrayList<>();
      plan.mutants().forEach(mutant -> pending.add(workers.submit(() -> judged(mutant))));
      List<JudgedMutant> judged = new ArrayList<>();
      for (Future<JudgedMutant> future : pending) {
        JudgedMutant next = await(future);
        judged.add(next);
        sink.accept(next);
      }
      return judged;
    } finally {
      workers.shutdownNow();
    }
  }

  /** What is argued to be equivalent is judged all the same: the argument may be wrong. */
  JudgedMutant judged(PtxMutant mutant) {
    long start = System.nanoTime();
    PtxVerdict verdict = judge.judge(mutant);
    Optional<String> reason = argued.reason(mutant);
    if (verdict instanceof PtxVerdict.Survived || verdict instanceof PtxVerdict.Unreached) {
      verdict = reason.<PtxVerdict>map(PtxVerdict.Equivalent::new).orElse(verdict);
    }
    return new JudgedMutant(mutant, verdict, reason, System.nanoTime() - start);
  }

  private static JudgedMutant await(Future<JudgedMutant> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while mutants were judged", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a mutant could not be judged", e.getCause());
    }
  }
}
