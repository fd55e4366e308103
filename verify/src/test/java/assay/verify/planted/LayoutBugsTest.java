package assay.verify.planted;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class LayoutBugsTest {

  @TestFactory
  Stream<DynamicTest> everyBugIsCaught() {
    return Kills.of(LayoutBugs.BUGS);
  }
}
