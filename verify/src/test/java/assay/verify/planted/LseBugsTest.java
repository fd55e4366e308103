package assay.verify.planted;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class LseBugsTest {

  @TestFactory
  Stream<DynamicTest> everyBugIsCaught() {
    return Kills.of(LseBugs.BUGS);
  }
}
