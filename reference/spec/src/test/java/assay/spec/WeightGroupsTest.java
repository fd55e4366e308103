package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** A few weights that repeat among many that do not, as many as are told apart one by one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 40})
  void aFewThatRepeatAmongMany(int pairs) {
    int keys = 5000;
    double[] weights = new double[keys];
    for (int t = 0; t < keys; t++) {
      weights[t] = 1.0 / (t % (keys - pairs) + 1);
    }
    WeightGroups groups = groups(weights, keys);
    for (int t = 0; t < keys; t++) {
      int twins = t < pairs || t >= keys - pairs ? 2 : 1;
      assertEquals(twins * weights[t], groups.weightOf(t));
    }
    assertEquals(2.0 * pairs / keys, groups.repeated(), 0x1p-50);
    assertEquals(2, groups.heaviest());
    assertEquals(pairs == 1 ? 0.5 : 1, groups.second());
  }

  private static WeightGroups groups(double[] weights, int keys) {
    WeightGroups groups = new WeightGroups();
    groups.begin(weights, keys);
    return groups;
  }
}
