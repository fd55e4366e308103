package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class WeightGroupsTest {

  @Test
  void equalWeightsAreOneGroup() {
    WeightGroups groups = groups(new double[] {0.25, 0.125, 0.25, 0.375, 9}, 4);
    assertEquals(0.5, groups.weightOf(0));
    assertEquals(0.5, groups.weightOf(2));
    assertEquals(0.125, groups.weightOf(1));
    assertEquals(0.5, groups.heaviest());
    assertEquals(0.375, groups.second());
  }

  @Test
  void differentWeightsAreTheirOwnGroups() {
    WeightGroups groups = groups(new double[] {0.75, 0.25}, 2);
    assertEquals(0.25, groups.weightOf(1));
    assertEquals(0.75, groups.heaviest());
  }

  @Test
  void oneRowAfterAnother() {
    WeightGroups groups = groups(new double[] {0.5, 0.5}, 2);
    groups.begin(new double[] {0.75, 0.25}, 2);
    assertEquals(0.75, groups.heaviest());
    assertEquals(0.25, groups.weightOf(1));
    groups.begin(new double[] {0.25, 0.25, 0.5}, 3);
    assertEquals(0.5, groups.weightOf(1));
  }

  @Test
  void oneGroupHasNoSecond() {
    assertEquals(0, groups(new double[] {0.5, 0.5}, 2).second());
  }

  private static WeightGroups groups(double[] weights, int keys) {
    WeightGroups groups = new WeightGroups();
    groups.begin(weights, keys);
    return groups;
  }
}
