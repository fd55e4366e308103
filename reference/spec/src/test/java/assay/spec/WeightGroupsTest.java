package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class WeightGroupsTest {

  @Test
  void equalWeightsAreOneGroup() {
    WeightGroups groups = WeightGroups.of(new double[] {0.25, 0.125, 0.25, 0.375, 9}, 4);
    assertEquals(0.5, groups.weightOf(0.25));
    assertEquals(0.125, groups.weightOf(0.125));
    assertEquals(0.5, groups.heaviest());
    assertEquals(0.375, groups.second());
  }

  @Test
  void differentWeightsAreTheirOwnGroups() {
    WeightGroups groups = WeightGroups.of(new double[] {0.75, 0.25}, 2);
    assertEquals(0.25, groups.weightOf(0.25));
    assertEquals(0.75, groups.heaviest());
  }

  @Test
  void oneGroupHasNoSecond() {
    assertEquals(0, WeightGroups.of(new double[] {0.5, 0.5}, 2).second());
  }
}
