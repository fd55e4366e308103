package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {

  /** Published or hand-computed scales, to the digits given: mscale² / √(nope + rope). */
  @ParameterizedTest
  @CsvSource({
    "deepseek-v2-lite, 0.1147214",
    "deepseek-v2,      0.1352338",
    "deepseek-v3,      0.1352338",
    "deepseek-v3.2,    0.1352338",
    "deepseek-v4-flash, 0.0441942",
    "kimi-k2,          0.1308608",
    "kimi-linear-48b,  0.0721688",
    "glm-5,            0.0625000",
    "longcat-flash,    0.0721688",
    "mistral-large-3,  0.0721688",
    "youtu-llm-2b,     0.0721688",
    "minicpm3-4b,      0.1020621",
    "mistral-small-4,  0.1949695"
  })
  void softmaxScale_isTheOneItWasTrainedWith(String name, String scale) {
    assertEquals(scale, "%.7f".formatted(Model.named(name).softmaxScale()));
  }

  /** DeepSeek-V3 paper and FlashMLA: 1,152 bytes a layer, 70,272 bytes a token; MHA 71.1 times. */
  @Test
  void cacheBytes_areThePublishedOnes() {
    assertEquals(1152, CacheKind.MLA.bytesPerTokenAndLayer(Model.DEEPSEEK_V3));
    assertEquals(70_272, CacheKind.MLA.bytesPerToken(Model.DEEPSEEK_V3));
    assertEquals(4_997_120, CacheKind.MHA.bytesPerToken(Model.DEEPSEEK_V3));
    assertEquals(31_104, CacheKind.MLA.bytesPerToken(Model.DEEPSEEK_V2_LITE));
    assertEquals(69_120, CacheKind.MLA.bytesPerToken(Model.DEEPSEEK_V2));
    assertEquals(89_856, CacheKind.MLA.bytesPerToken(Model.GLM_5));
    assertEquals(35_712, CacheKind.MLA.bytesPerToken(Model.MINICPM3));
  }

  @Test
  void everyModel_isItsOwnAndSaysWhereItsFiguresStand() {
    List<Model> models = Model.CATALOGUE;
    assertEquals(models.size(), models.stream().map(Model::name).distinct().count());
    assertEquals(models.size(), models.stream().map(Model::title).distinct().count());
    assertTrue(models.stream().noneMatch(model -> model.source().isBlank()));
    assertTrue(Model.MISTRAL_LARGE_3.source().startsWith("not verified"));
  }

  @Test
  void onlyKimiLinear_isNotRotated() {
    assertEquals(
        List.of(Model.KIMI_LINEAR),
        Model.CATALOGUE.stream().filter(model -> !model.isRotated()).toList());
  }

  /** YaRN's factor times the context trained on is the context promised. */
  @Test
  void yarn_reachesTheContextPromised() {
    Model.CATALOGUE.stream()
        .filter(model -> model.yarn().factor() > 1)
        .forEach(model ->
            assertEquals(
                model.maxPositions(),
                model.yarn().factor() * model.yarn().originalPositions(),
                model.name()));
  }

  @Test
  void groupedCaches_lieBetween() {
    for (Model model : Model.CATALOGUE) {
      long mha = CacheKind.MHA.bytesPerToken(model);
      long gqa = CacheKind.GQA.bytesPerToken(model);
      long mqa = CacheKind.MQA.bytesPerToken(model);
      assertTrue(mha >= gqa && gqa > mqa, model.name());
      assertEquals(mha, mqa * model.heads(), model.name());
    }
  }

  @Test
  void unknownModel_isRefusedWithTheKnownOnes() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Model.named("gpt-2"));
    String sentence = Objects.requireNonNull(refused.getMessage());
    assertTrue(sentence.startsWith("model is 'gpt-2'") && sentence.contains("deepseek-v3"));
  }

  @Test
  void operatorName_hasThreeSpellings() {
    OperatorName name = PagedMlaDecode.OPERATOR.name();
    assertEquals("paged_mla_decode", name.snake());
    assertEquals("paged-mla-decode", name.kebab());
    assertEquals(PagedMlaDecode.OPERATOR, Operator.named("paged-mla-decode"));
    assertThrows(IllegalArgumentException.class, () -> new OperatorName("paged_mla"));
  }

  @Test
  void lambda_keepsTheFalseAlarmsOfARun() {
    double lambda = Confidence.RUN.lambda();
    double falseAlarm = 2 * Math.exp(-lambda * lambda / 2) * Confidence.RUN.elements();
    assertEquals(Confidence.RUN.falseAlarm(), falseAlarm, Math.ulp(lambda) * lambda);
    assertThrows(IllegalArgumentException.class, () -> new Confidence(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Confidence(0.5, 0));
  }
}
