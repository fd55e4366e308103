package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.MlaLayer;
import assay.spec.MlaShape;
import assay.spec.Model;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.Yarn;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What a configuration means for a layer. */
final class CheckpointConstantsTest {

  private static final OptionalDouble ABSENT = OptionalDouble.empty();

  @Test
  void deepSeekV3s_areTheCatalogues() {
    Model model = Model.DEEPSEEK_V3;
    MlaLayer.Constants constants =
        config(model.shape(), Optional.of(scaling(OptionalDouble.of(1)))).constants();
    assertEquals(model.softmaxScale(), constants.softmaxScale());
    assertEquals(
        Optional.of(new Rope(64, RopePairing.INTERLEAVED, model.ropeTheta(), model.yarn())),
        constants.rope());
  }

  @Test
  void withoutScaling_theScaleIsOneOverTheRootOfTheKeyWidth() {
    MlaLayer.Constants constants = config(Model.DEEPSEEK_V3.shape(), Optional.empty()).constants();
    assertEquals((float) (1 / Math.sqrt(192)), constants.softmaxScale());
    assertEquals(Yarn.NONE, constants.rope().orElseThrow().yarn());
  }

  @Test
  void absentMscaleAllDim_growsTheRotationAndNotTheScale() {
    MlaLayer.Constants constants =
        config(Model.DEEPSEEK_V3.shape(), Optional.of(scaling(ABSENT))).constants();
    assertEquals((float) (1 / Math.sqrt(192)), constants.softmaxScale());
    assertEquals(
        Model.DEEPSEEK_V3.yarn().softmaxMscale(),
        constants.rope().orElseThrow().yarn().rotationMscale());
  }

  @Test
  void keysWithoutRope_areNotTurned() {
    MlaShape shape = new MlaShape(8, 2, 0, 4, 3, 0, 5);
    assertTrue(config(shape, Optional.empty()).constants().rope().isEmpty());
  }

  private static RopeScaling scaling(OptionalDouble mscaleAllDim) {
    return new RopeScaling(40, 4096, ABSENT, ABSENT, ABSENT, mscaleAllDim);
  }

  private static CheckpointConfig config(MlaShape shape, Optional<RopeScaling> scaling) {
    return new CheckpointConfig(
        "deepseek_v3", shape, 2, 1e-6, 1e4, scaling, 163_840, Optional.empty());
  }
}
