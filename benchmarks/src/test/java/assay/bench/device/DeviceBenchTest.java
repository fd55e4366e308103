package assay.bench.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.BenchmarkResult;
import assay.evidence.CaseVerdict;
import assay.evidence.Evidence;
import assay.evidence.Outcome;
import assay.spec.Expectation;
import assay.spec.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Up to the clock all is as on a GPU: the emulator computes, and a script says how long it took.
 */
final class DeviceBenchTest {

  private static final DevicePlan PLAN =
      DevicePlan.of(
          Map.of("heads", "16", "keys", "150", "batch", "1", "copyMebibytes", "1", "product", "64"),
          true);

  private final List<Evidence> evidence = new ArrayList<>();

  /** What a judge would say, in few words. */
  private static DeviceBench.Judged judge(Expectation expected, Result actual) {
    double worst = 0;
    for (int i = 0; i < expected.budgets().size(); i++) {
      double[] exact = expected.result().tensors().get(i).values();
      double[] budget = expected.budgets().get(i).statistical();
      double[] values = actual.tensors().get(i).values();
      assertEquals(exact.length, values.length);
      for (int j = 0; j < exact.length; j++) {
        worst = Math.max(worst, Math.abs(values[j] - exact[j]) / budget[j]);
      }
    }
    Outcome outcome = worst <= 1 ? new Outcome.Pass() : new Outcome.Fail("too far off", null);
    return new DeviceBench.Judged(worst, worst, 1, outcome);
  }

  private void run(ScriptedDevice device, DevicePlan plan, Predicate<String> wanted) {
    new DeviceBench(device, plan, DeviceBenchTest::judge, evidence::add).run(wanted);
  }

  private BenchmarkResult timed(String name) {
    return evidence.stream()
        .filter(BenchmarkResult.class::isInstance)
        .map(BenchmarkResult.class::cast)
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<Outcome> outcomes(String subject) {
    return evidence.stream()
        .filter(CaseVerdict.class::isInstance)
        .map(CaseVerdict.class::cast)
        .filter(one -> one.subject().equals(subject))
        .map(CaseVerdict::outcome)
        .toList();
  }

  /** Of 150 keys on four multiprocessors each decode has a merge, which is counted with it. */
  @Test
  void allLaunchesOfAnOperationAreTimed_andTheFlushIsNot() {
    try (ScriptedDevice device = new ScriptedDevice()) {
      run(device, PLAN, name -> true);
      assertEquals(0, device.open, "buffers that were not freed");
    }
    assertEquals(List.of(1.0, 1.0, 1.0, 1.0, 1.0), timed("paged-mla-decode.plain").samples());
    assertEquals(List.of(2.0, 2.0, 2.0, 2.0, 2.0), timed("paged-mla-decode.tensor").samples());
    assertEquals("2", timed("paged-mla-decode.tensor").params().get("launches"));
    assertEquals("flushed", timed("paged-mla-decode.tensor").params().get("l2"));
    assertEquals(
        "paged_mla_decode_tensor_16", timed("paged-mla-decode.tensor").params().get("entry"));
    assertEquals(
        "at most 16 heads, a block for all of them",
        timed("paged-mla-decode.tensor").params().get("why"));
    assertEquals(8, evidence.stream().filter(CaseVerdict.class::isInstance).count());
    assertTrue(
        evidence.stream()
            .filter(CaseVerdict.class::isInstance)
            .allMatch(one -> ((CaseVerdict) one).outcome() instanceof Outcome.Pass));
  }

  /**
   * 150 keys of 1,152 bytes; 16 rows of 576 and of 512 numbers, and an lse; a launch takes 1 µs.
   */
  @Test
  void ratesAreOfWhatMustBeDone() {
    try (ScriptedDevice device = new ScriptedDevice()) {
      run(device, PLAN, "paged-mla-decode.tensor"::equals);
    }
    Map<String, String> params = timed("paged-mla-decode.tensor").params();
    assertEquals(Integer.toString(150 * 1152 + 16 * (2 * 576 + 2 * 512 + 4)), params.get("bytes"));
    assertEquals(Integer.toString(2 * 16 * 150 * 1088), params.get("flop"));
    assertEquals("103.8", params.get("gigabytesPerSecond"));
    assertEquals("2.611", params.get("teraflopPerSecond"));
    // 2 MiB moved in a microsecond, and 2 · 64³ FLOP in another.
    assertEquals("0.04951", params.get("copyShare"));
    assertEquals("4.980", params.get("productShare"));
  }

  @Test
  void ceilingsAreMeasuredFirst_byBothCopies() {
    try (ScriptedDevice device = new ScriptedDevice()) {
      run(device, PLAN, name -> false);
    }
    assertEquals(6, evidence.size());
    assertEquals(1 << 20, 1000 * timed("copy.driver").samples().getFirst());
    assertEquals(1.0, timed("copy.kernel").samples().getFirst());
    assertEquals(
        Integer.toString(2 * 64 * 64 * 64), timed("product.projection").params().get("flop"));
    assertTrue(timed("copy.kernel").onDevice());
  }

  @Test
  void warmRepetitionsHaveNoFlush() {
    DevicePlan warm = DevicePlan.of(Map.of("l2", "warm", "heads", "16", "keys", "40"), true);
    try (ScriptedDevice device = new ScriptedDevice();
        DeviceTimer timer = new DeviceTimer(device, warm.effort(), warm.l2())) {
      var before = device.record();
      timer.nanos(i -> {});
      assertEquals(0, device.record().elapsedNanosSince(before));
    }
    try (ScriptedDevice device = new ScriptedDevice();
        DeviceTimer timer = new DeviceTimer(device, PLAN.effort(), PLAN.l2())) {
      var before = device.record();
      assertEquals(List.of(0.0, 0.0, 0.0, 0.0, 0.0), timer.nanos(i -> {}));
      assertEquals(6 * ScriptedDevice.FILL_NANOS, device.record().elapsedNanosSince(before));
    }
  }

  /** Its lse is in base 2. */
  @Test
  void aWrongAnswerIsNotTimed() {
    fails("paged-mla-decode.plain", ptx -> ptx.replace("0f3F317218", "0f3F800000"));
  }

  private void fails(String name, UnaryOperator<String> damage) {
    try (ScriptedDevice device = new ScriptedDevice(damage)) {
      run(device, PLAN, name::equals);
    }
    assertTrue(outcomes(name).getFirst() instanceof Outcome.Fail);
    assertThrows(RuntimeException.class, () -> timed(name));
  }

  /** The first run is right, and every later one writes nothing: spoiled results stay spoiled. */
  @Test
  void repetitionsMustGiveTheSameBits() {
    DeviceCase<?> decode = DeviceCases.decode(PLAN).getFirst();
    try (ScriptedDevice device = new ScriptedDevice()) {
      try (Recording run = recorded(device, decode)) {
        assertTrue(run.unchanged());
        run.spoil();
        assertFalse(run.unchanged());
        run.repeat();
        assertTrue(run.unchanged());
      }
      assertEquals(List.of("paged_mla_decode", "paged_mla_decode"), device.launched);
    }
  }

  private static <P> Recording recorded(ScriptedDevice device, DeviceCase<P> one) {
    return Recording.of(
        device,
        on -> one.kernel().loader().load(on, one.kernel().source().ptx()),
        one.problem().apply(0));
  }

  @Test
  void badParametersGetOneSentence() {
    for (Map<String, String> bad :
        List.of(
            Map.of("head", "16"),
            Map.of("heads", "17"),
            Map.of("keys", "0"),
            Map.of("keys", "1,"),
            Map.of("l2", "cold"),
            Map.of("batch", "x"))) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> DevicePlan.of(bad, false))
              .getMessage();
      assertTrue(said != null && said.contains(bad.keySet().iterator().next()), said);
    }
  }

  @Test
  void mhaIsLeftOutWhereAnArrayCannotHoldItsKeys() {
    DevicePlan plan = DevicePlan.of(Map.of(), false);
    List<String> mha =
        DeviceCases.decode(plan).stream()
            .filter(one -> one.name().equals("mha-decode.mha"))
            .map(DeviceCase::shape)
            .toList();
    assertEquals(7, mha.size());
    assertFalse(mha.contains("heads=128 keys=32768 batch=16 keyValueHeads=128"), mha::toString);
  }
}
