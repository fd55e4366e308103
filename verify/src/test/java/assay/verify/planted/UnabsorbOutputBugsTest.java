package assay.verify.planted;

import assay.spec.UnabsorbOutput;

final class UnabsorbOutputBugsTest extends OperatorBugs {

  UnabsorbOutputBugsTest() {
    super(UnabsorbOutput.OPERATOR);
  }
}
