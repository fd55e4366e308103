package assay.verify.planted;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class StateBugsTest {

  @TestFactory
  Stream<DynamicTest> everyBugIsCaught() {
    return Kills.of(StateBugs.BUGS);
  }
}
