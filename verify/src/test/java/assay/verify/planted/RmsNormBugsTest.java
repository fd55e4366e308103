package assay.verify.planted;

import assay.spec.RmsNorm;

final class RmsNormBugsTest extends OperatorBugs {

  RmsNormBugsTest() {
    super(RmsNorm.OPERATOR);
  }
}
